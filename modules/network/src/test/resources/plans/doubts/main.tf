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
  skip_get_ec2_platforms      = true
}

# What a plan leaves open or says in an unusual place, as DoubtsTest has it by hand.
variable "group" {
  default = "sg-0123456789abcdef0"
}

variable "list" {
  default = "pl-0123456789abcdef0"
}

resource "aws_vpc" "main" {
  cidr_block                       = "10.0.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }

  route {
    ipv6_cidr_block = "::/0"
    gateway_id      = aws_internet_gateway.main.id
  }
}

resource "aws_subnet" "four" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "both" {
  vpc_id                          = aws_vpc.main.id
  cidr_block                      = "10.0.1.0/24"
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)
  assign_ipv6_address_on_creation = true
}

resource "aws_route_table_association" "four" {
  subnet_id      = aws_subnet.four.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "both" {
  subnet_id      = aws_subnet.both.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "open" {
  vpc_id = aws_vpc.main.id

  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "open_to_ipv6" {
  vpc_id = aws_vpc.main.id

  ingress {
    protocol         = "tcp"
    from_port        = 22
    to_port          = 22
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_security_group" "closed" {
  vpc_id = aws_vpc.main.id

  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["10.0.0.0/16"]
  }
}

# A known IPv4 address, and one of IPv6 that comes to it.
resource "aws_instance" "six" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.both.id
  private_ip                  = "10.0.1.50"
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.open_to_ipv6.id]
}

resource "aws_instance" "four" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.four.id
  private_ip                  = "10.0.0.50"
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.open_to_ipv6.id]
}

resource "aws_launch_template" "open" {
  name                   = "open"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  vpc_security_group_ids = [aws_security_group.open.id]
}

resource "aws_launch_template" "closed" {
  name          = "closed"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  network_interfaces {
    associate_public_ip_address = true
    security_groups             = [aws_security_group.closed.id]
  }
}

resource "aws_instance" "of_template" {
  subnet_id                   = aws_subnet.four.id
  associate_public_ip_address = true

  launch_template {
    id      = aws_launch_template.open.id
    version = "$Latest"
  }
}

resource "aws_instance" "of_another_template" {
  subnet_id                   = aws_subnet.four.id
  associate_public_ip_address = true

  launch_template {
    name    = "elsewhere"
    version = "$Latest"
  }
}

resource "aws_autoscaling_group" "mixed" {
  name                = "mixed"
  min_size            = 1
  max_size            = 2
  vpc_zone_identifier = [aws_subnet.four.id]

  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.closed.id
        version            = "$Latest"
      }

      override {
        instance_type = "t3.small"

        launch_template_specification {
          launch_template_id = aws_launch_template.open.id
          version            = aws_launch_template.open.latest_version
        }
      }
    }
  }
}

resource "aws_autoscaling_group" "pinned" {
  name                = "pinned"
  min_size            = 1
  max_size            = 2
  vpc_zone_identifier = [aws_subnet.four.id]

  launch_template {
    id      = aws_launch_template.closed.id
    version = "7"
  }
}

# Ids of variables beside references.
resource "aws_ec2_managed_prefix_list" "inside" {
  name           = "inside"
  address_family = "IPv4"
  max_entries    = 1

  entry {
    cidr = "10.0.0.0/16"
  }
}

resource "aws_security_group" "variable_group" {
  vpc_id = aws_vpc.main.id

  ingress {
    protocol        = "tcp"
    from_port       = 22
    to_port         = 22
    security_groups = [aws_security_group.closed.id, var.group]
  }
}

resource "aws_security_group" "variable_list" {
  vpc_id = aws_vpc.main.id

  ingress {
    protocol        = "tcp"
    from_port       = 22
    to_port         = 22
    prefix_list_ids = [aws_ec2_managed_prefix_list.inside.id, var.list]
  }
}

resource "aws_instance" "variable_list" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.four.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.variable_list.id]
}

# Balancers of one IP version, and of both.
resource "aws_lb" "four" {
  name               = "four"
  subnets            = [aws_subnet.both.id]
  security_groups    = [aws_security_group.open_to_ipv6.id]
  ip_address_type    = "ipv4"
  load_balancer_type = "application"
}

resource "aws_lb" "both" {
  name               = "both"
  subnets            = [aws_subnet.both.id]
  security_groups    = [aws_security_group.open_to_ipv6.id]
  ip_address_type    = "dualstack"
  load_balancer_type = "application"
}

resource "aws_lb" "unsaid" {
  name            = "unsaid"
  subnets         = [aws_subnet.both.id]
  security_groups = [aws_security_group.open_to_ipv6.id]
}
