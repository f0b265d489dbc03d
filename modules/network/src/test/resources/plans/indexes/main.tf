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

# Of several instances one is chosen by an index that is looked up. CornersTest asks what is made of that.
variable "zones" {
  type    = list(string)
  default = ["eu-west-3b", "eu-west-3a"]
}

variable "position" {
  type    = number
  default = 1
}

variable "elsewhere" {
  type    = map(string)
  default = { eu-west-3b = "subnet-0123456789abcdef0" }
}

locals {
  zone = var.zones[0]
}

# What a plan shows of a local value.
resource "terraform_data" "zones" {
  input = reverse(sort(var.zones))
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
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
}

resource "aws_subnet" "private" {
  for_each = toset(var.zones)

  vpc_id            = aws_vpc.main.id
  availability_zone = each.key
  cidr_block        = cidrsubnet("10.0.0.0/20", 4, index(var.zones, each.key))
}

resource "aws_subnet" "counted" {
  count = 2

  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet("10.0.16.0/20", 4, count.index)
}

# The first by name is public, the other is not.
resource "aws_subnet" "mixed" {
  for_each = toset(var.zones)

  vpc_id            = aws_vpc.main.id
  availability_zone = each.key
  cidr_block        = cidrsubnet("10.0.32.0/20", 4, index(var.zones, each.key))
}

resource "aws_route_table_association" "mixed" {
  subnet_id      = aws_subnet.mixed["eu-west-3a"].id
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

resource "aws_instance" "of_the_first_zone" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.private[var.zones[0]].id
  vpc_security_group_ids      = [aws_security_group.open.id]
  associate_public_ip_address = true
}

resource "aws_instance" "of_a_position" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.counted[var.position].id
  vpc_security_group_ids      = [aws_security_group.open.id]
  associate_public_ip_address = true
}

module "database" {
  source            = "./database"
  zones             = terraform_data.zones.input
  subnet_ids        = { for zone, subnet in aws_subnet.private : zone => subnet.id }
  security_group_id = aws_security_group.open.id
}

# The zone is named to be left out: what is chosen is public.
resource "aws_instance" "of_any_other_zone" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = [for zone, subnet in aws_subnet.mixed : subnet.id if zone != var.zones[0]][0]
  vpc_security_group_ids      = [aws_security_group.open.id]
  associate_public_ip_address = true
}

# What is chosen is in none of these subnets.
resource "aws_instance" "elsewhere" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = merge({ for zone, subnet in aws_subnet.private : subnet.id => subnet.id }, var.elsewhere)[var.zones[0]]
  vpc_security_group_ids      = [aws_security_group.open.id]
  associate_public_ip_address = true
}

# A plan does not show what the index is.
resource "aws_instance" "of_a_local" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.private[local.zone].id
  vpc_security_group_ids      = [aws_security_group.open.id]
  associate_public_ip_address = true
}
