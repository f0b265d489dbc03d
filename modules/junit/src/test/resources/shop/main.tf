# A small network: of RequiresTerraformIT.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "cidr" {
  type = string
}

variable "port" {
  type    = number
  default = 22
}

variable "run" {
  type    = string
  default = "nobody's"
}

variable "region" {
  type    = string
  default = "eu-west-3"
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { Run = var.run }
  }
}

resource "aws_vpc" "shop" {
  cidr_block = var.cidr
}

resource "aws_subnet" "shop" {
  vpc_id     = aws_vpc.shop.id
  cidr_block = cidrsubnet(var.cidr, 8, 1)
}

resource "aws_security_group" "shop" {
  name   = "shop"
  vpc_id = aws_vpc.shop.id
}

resource "aws_security_group_rule" "visitors" {
  security_group_id = aws_security_group.shop.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = var.port
  to_port           = var.port
  cidr_blocks       = ["0.0.0.0/0"]
}

output "vpc_id" {
  value = aws_vpc.shop.id
}

output "group_id" {
  value = aws_security_group.shop.id
}
