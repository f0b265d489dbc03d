variable "zones" {
  type = list(string)
}

variable "subnet_ids" {
  type = map(string)
}

variable "security_group_id" {
  type = string
}

resource "aws_instance" "source" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = var.subnet_ids[var.zones[0]]
  vpc_security_group_ids      = [var.security_group_id]
  associate_public_ip_address = true
}
