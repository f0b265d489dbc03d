variable "security_group_id" {
  type = string
}

resource "aws_security_group_rule" "monitoring" {
  type              = "ingress"
  description       = "monitoring"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = var.security_group_id
}
