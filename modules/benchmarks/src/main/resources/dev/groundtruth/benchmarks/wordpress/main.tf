# The WordPress stack in two zones. plan.json is what `terraform show -json` says of its plan.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "4.9.0"
    }
  }
}

provider "aws" {
  region                      = "eu-west-3"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  zones = { a = 0, b = 1 }
  tiers = { public = 0, web = 10, database = 20 }
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.this.id
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "public" {
  for_each                = local.zones
  vpc_id                  = aws_vpc.this.id
  availability_zone       = "eu-west-3${each.key}"
  cidr_block              = cidrsubnet(aws_vpc.this.cidr_block, 8, local.tiers.public + each.value)
  map_public_ip_on_launch = true
}

resource "aws_subnet" "web" {
  for_each          = local.zones
  vpc_id            = aws_vpc.this.id
  availability_zone = "eu-west-3${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, local.tiers.web + each.value)
}

resource "aws_subnet" "database" {
  for_each          = local.zones
  vpc_id            = aws_vpc.this.id
  availability_zone = "eu-west-3${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, local.tiers.database + each.value)
}

resource "aws_eip" "nat" {
  for_each = local.zones
  vpc      = true
}

resource "aws_nat_gateway" "this" {
  for_each      = local.zones
  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "public" {
  for_each       = local.zones
  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table" "private" {
  for_each = local.zones
  vpc_id   = aws_vpc.this.id
}

resource "aws_route" "nat" {
  for_each               = local.zones
  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[each.key].id
}

resource "aws_route_table_association" "web" {
  for_each       = local.zones
  subnet_id      = aws_subnet.web[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_route_table_association" "database" {
  for_each       = local.zones
  subnet_id      = aws_subnet.database[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_security_group" "load_balancer" {
  name   = "load-balancer"
  vpc_id = aws_vpc.this.id
}

resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = aws_vpc.this.id
}

resource "aws_security_group" "database" {
  name   = "database"
  vpc_id = aws_vpc.this.id
}

resource "aws_security_group_rule" "load_balancer_from_internet" {
  for_each          = { http = 80, https = 443 }
  security_group_id = aws_security_group.load_balancer.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = each.value
  to_port           = each.value
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "load_balancer_to_web" {
  security_group_id        = aws_security_group.load_balancer.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 80
  to_port                  = 80
  source_security_group_id = aws_security_group.web.id
}

resource "aws_security_group_rule" "web_from_load_balancer" {
  security_group_id        = aws_security_group.web.id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 80
  to_port                  = 80
  source_security_group_id = aws_security_group.load_balancer.id
}

resource "aws_security_group_rule" "web_to_database" {
  security_group_id        = aws_security_group.web.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 3306
  to_port                  = 3306
  source_security_group_id = aws_security_group.database.id
}

resource "aws_security_group_rule" "database_from_web" {
  security_group_id        = aws_security_group.database.id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 3306
  to_port                  = 3306
  source_security_group_id = aws_security_group.web.id
}

resource "aws_security_group_rule" "web_to_outside" {
  security_group_id = aws_security_group.web.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "database_to_outside" {
  security_group_id = aws_security_group.database.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
}

# HTTPS to the outside includes the load balancer, whose rules let it in.
resource "aws_network_acl" "database" {
  vpc_id     = aws_vpc.this.id
  subnet_ids = [for subnet in aws_subnet.database : subnet.id]
}

resource "aws_network_acl_rule" "database" {
  for_each = {
    mysql   = { number = 100, egress = false, cidr = "10.0.10.0/23", from = 3306, to = 3306 }
    answers = { number = 110, egress = false, cidr = "0.0.0.0/0", from = 1024, to = 65535 }
    https   = { number = 100, egress = true, cidr = "0.0.0.0/0", from = 443, to = 443 }
    replies = { number = 110, egress = true, cidr = "10.0.10.0/23", from = 1024, to = 65535 }
  }
  network_acl_id = aws_network_acl.database.id
  rule_number    = each.value.number
  egress         = each.value.egress
  protocol       = "tcp"
  rule_action    = "allow"
  cidr_block     = each.value.cidr
  from_port      = each.value.from
  to_port        = each.value.to
}

resource "aws_lb" "this" {
  name            = "wordpress"
  subnets         = [for subnet in aws_subnet.public : subnet.id]
  security_groups = [aws_security_group.load_balancer.id]
}

resource "aws_launch_template" "web" {
  name                   = "web"
  image_id               = "ami-12345678"
  instance_type          = "t3.small"
  vpc_security_group_ids = [aws_security_group.web.id]
}

resource "aws_autoscaling_group" "web" {
  name                = "web"
  min_size            = 2
  max_size            = 6
  vpc_zone_identifier = [for subnet in aws_subnet.web : subnet.id]

  launch_template {
    id      = aws_launch_template.web.id
    version = "$Latest"
  }
}

resource "aws_ecs_cluster" "this" {
  name = "wordpress"
}

resource "aws_ecs_task_definition" "web" {
  family                = "wordpress"
  network_mode          = "awsvpc"
  container_definitions = jsonencode([{ name = "wordpress", image = "wordpress:6", memory = 512 }])
}

resource "aws_ecs_service" "web" {
  name            = "wordpress"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 2

  network_configuration {
    subnets         = [for subnet in aws_subnet.web : subnet.id]
    security_groups = [aws_security_group.web.id]
  }
}

resource "aws_instance" "database" {
  ami                    = "ami-12345678"
  instance_type          = "t3.small"
  subnet_id              = aws_subnet.database["a"].id
  vpc_security_group_ids = [aws_security_group.database.id]
}
