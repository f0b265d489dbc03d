locals {
  on_ec2 = var.tier == "ec2"
  on_rds = var.tier == "rds"
  schema = "wordpress"
  user   = "wordpress"
  domain = "${var.name}.internal"
  host   = "database.${local.domain}"

  # What WordPress does in its own schema, and no more.
  privileges = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "INDEX"]
}

# One name, whatever is behind it.
resource "aws_route53_zone" "this" {
  name          = local.domain
  comment       = "Private names of ${var.name}"
  force_destroy = true

  vpc {
    vpc_id = var.vpc_id
  }

  tags = { Name = local.domain }
}

resource "aws_route53_record" "database" {
  zone_id = aws_route53_zone.this.zone_id
  name    = local.host
  type    = local.on_ec2 ? "A" : "CNAME"
  ttl     = 30
  records = [local.on_ec2 ? aws_instance.source[0].private_ip : aws_db_instance.this[0].address]
}

resource "aws_route53_record" "replica" {
  count = local.on_ec2 && var.replica ? 1 : 0

  zone_id = aws_route53_zone.this.zone_id
  name    = "replica.${local.host}"
  type    = "A"
  ttl     = 30
  records = [aws_instance.replica[0].private_ip]
}
