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

module "net" {
  source = "./net"
  zones  = ["eu-west-3a", "eu-west-3b"]
}

resource "aws_security_group" "lb" {
  vpc_id = module.net.vpc_id

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  ingress {
    from_port        = 443
    to_port          = 443
    protocol         = "tcp"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }

  egress {
    from_port       = 8080
    to_port         = 8080
    protocol        = "tcp"
    security_groups = [aws_security_group.app.id]
  }
}

resource "aws_security_group" "app" {
  vpc_id = module.net.vpc_id
}

resource "aws_security_group" "db" {
  vpc_id = module.net.vpc_id
}

resource "aws_security_group_rule" "app" {
  for_each = {
    lb = { type = "ingress", port = 8080 }
    db = { type = "egress", port = 3306 }
  }
  type                     = each.value.type
  protocol                 = "tcp"
  from_port                = each.value.port
  to_port                  = each.value.port
  security_group_id        = aws_security_group.app.id
  source_security_group_id = each.key == "lb" ? aws_security_group.lb.id : aws_security_group.db.id
}

resource "aws_security_group_rule" "db_from_app" {
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 3306
  to_port                  = 3306
  security_group_id        = aws_security_group.db.id
  source_security_group_id = aws_security_group.app.id
}

resource "aws_lb" "front" {
  name            = "front"
  subnets         = module.net.public_subnets
  security_groups = [aws_security_group.lb.id]
}

resource "aws_instance" "app" {
  count                  = 2
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  subnet_id              = module.net.private_subnets[count.index]
  vpc_security_group_ids = [aws_security_group.app.id]
}

resource "aws_instance" "bare" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"
  subnet_id     = module.net.private_subnets[0]
}

resource "aws_db_subnet_group" "db" {
  name       = "db"
  subnet_ids = module.net.private_subnets
}

resource "aws_db_instance" "db" {
  allocated_storage      = 10
  engine                 = "mysql"
  instance_class         = "db.t3.micro"
  username               = "root"
  password               = "not-a-secret"
  skip_final_snapshot    = true
  db_subnet_group_name   = aws_db_subnet_group.db.name
  vpc_security_group_ids = [aws_security_group.db.id]
}
