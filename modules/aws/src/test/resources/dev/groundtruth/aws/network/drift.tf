terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "block" {
  type = string
}

provider "aws" {
  region = "eu-west-3"
}

resource "aws_vpc" "main" {
  cidr_block = var.block
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "web" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(var.block, 4, 2)
  availability_zone = "eu-west-3a"
}

resource "aws_subnet" "database" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(var.block, 4, 3)
  availability_zone = "eu-west-3b"
}

resource "aws_route_table" "web" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.web.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_route_table_association" "web" {
  subnet_id      = aws_subnet.web.id
  route_table_id = aws_route_table.web.id
}

resource "aws_eip" "nat" {
}

resource "aws_nat_gateway" "main" {
  subnet_id     = aws_subnet.web.id
  allocation_id = aws_eip.nat.id
}

resource "aws_route_table" "database" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "nat" {
  route_table_id         = aws_route_table.database.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
}

resource "aws_route_table_association" "database" {
  subnet_id      = aws_subnet.database.id
  route_table_id = aws_route_table.database.id
}

resource "aws_security_group" "web" {
  name   = "drift-web"
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "database" {
  name   = "drift-database"
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group_rule" "web_http" {
  security_group_id = aws_security_group.web.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 80
  to_port           = 80
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "web_mysql" {
  security_group_id        = aws_security_group.web.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 3306
  to_port                  = 3306
  source_security_group_id = aws_security_group.database.id
}

resource "aws_security_group_rule" "database_updates" {
  security_group_id = aws_security_group.database.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "database_mysql" {
  security_group_id        = aws_security_group.database.id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 3306
  to_port                  = 3306
  source_security_group_id = aws_security_group.web.id
}

# Of an image that an emulator has not: no container is started.
resource "aws_instance" "web" {
  ami                         = "ami-0c2023a1b2c3d4e5f"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.web.id
  vpc_security_group_ids      = [aws_security_group.web.id]
  associate_public_ip_address = true
}

resource "aws_instance" "database" {
  ami                    = "ami-0c2023a1b2c3d4e5f"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.database.id
  vpc_security_group_ids = [aws_security_group.database.id]
}

resource "aws_network_interface" "second" {
  subnet_id       = aws_subnet.database.id
  security_groups = [aws_security_group.database.id]

  attachment {
    instance     = aws_instance.database.id
    device_index = 1
  }
}
