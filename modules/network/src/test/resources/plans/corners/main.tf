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

# Expressions of which a plan tells what they refer to and not what they come to. CornersTest asks what is made of them.
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.main.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "closed" {
  vpc_id = aws_vpc.main.id
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

resource "aws_instance" "slice" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.public.id
  vpc_security_group_ids      = slice([aws_security_group.closed.id, aws_security_group.open.id], 1, 2)
  associate_public_ip_address = true
}

resource "aws_instance" "constant_condition" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.public.id
  vpc_security_group_ids      = [true ? aws_security_group.open.id : aws_security_group.closed.id]
  associate_public_ip_address = true
}

resource "aws_instance" "element" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = element([aws_subnet.private.id, aws_subnet.public.id], 1)
  vpc_security_group_ids      = [aws_security_group.open.id]
  associate_public_ip_address = true
}

# Blocks that are made of something known, and of something that is not.
resource "aws_security_group" "client" {
  vpc_id = aws_vpc.main.id

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "client" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.client.id]
}

resource "aws_security_group" "dynamic_known" {
  vpc_id = aws_vpc.main.id

  dynamic "ingress" {
    for_each = toset(["22"])

    content {
      protocol        = "tcp"
      from_port       = ingress.key
      to_port         = ingress.key
      security_groups = [aws_security_group.client.id]
    }
  }
}

resource "aws_instance" "dynamic_known" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.public.id
  vpc_security_group_ids      = [aws_security_group.dynamic_known.id]
  associate_public_ip_address = true
}

resource "aws_security_group" "dynamic_unknown" {
  vpc_id = aws_vpc.main.id

  dynamic "ingress" {
    for_each = aws_internet_gateway.main.id == "none" ? [] : ["0.0.0.0/0"]

    content {
      protocol    = "tcp"
      from_port   = 22
      to_port     = 22
      cidr_blocks = [ingress.value]
    }
  }
}

resource "aws_instance" "dynamic_unknown" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.public.id
  vpc_security_group_ids      = [aws_security_group.dynamic_unknown.id]
  associate_public_ip_address = true
}
