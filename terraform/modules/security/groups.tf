# Who may talk to whom, one rule a resource, so that groups can name each other and one can be changed without the others
# being touched. compose/security-groups.json is exported from this: bin/security-groups export.

resource "aws_security_group" "load_balancer" {
  name        = "${var.name}-load-balancer"
  description = "The load balancer: the only tier the internet reaches"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-load-balancer" }
}

resource "aws_security_group" "web" {
  name        = "${var.name}-web"
  description = "The WordPress replicas"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-web" }
}

resource "aws_security_group" "host" {
  name        = "${var.name}-container-instance"
  description = "The hosts of the WordPress replicas"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-container-instance" }
}

resource "aws_security_group" "database" {
  name        = "${var.name}-database"
  description = "MySQL"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-database" }
}

resource "aws_security_group" "uploads" {
  count = var.uploads ? 1 : 0

  name        = "${var.name}-uploads"
  description = "The file system of the uploads"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-uploads" }
}

resource "aws_security_group" "endpoints" {
  count = var.endpoints ? 1 : 0

  name        = "${var.name}-endpoints"
  description = "The VPC endpoints of AWS services"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-endpoints" }
}

# --- from the internet ---

resource "aws_security_group_rule" "load_balancer_from_internet_http" {
  count = var.cloudfront ? 0 : 1

  security_group_id = aws_security_group.load_balancer.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 80
  to_port           = 80
  cidr_blocks       = ["0.0.0.0/0"]
  ipv6_cidr_blocks  = ["::/0"]
  description       = "HTTP from the internet"
}

resource "aws_security_group_rule" "load_balancer_from_internet_https" {
  count = var.cloudfront ? 0 : 1

  security_group_id = aws_security_group.load_balancer.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
  ipv6_cidr_blocks  = ["::/0"]
  description       = "HTTPS from the internet"
}

resource "aws_security_group_rule" "load_balancer_from_cloudfront" {
  count = var.cloudfront ? 1 : 0

  security_group_id = aws_security_group.load_balancer.id
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_ids   = [var.cloudfront_prefix_list_id]
  description       = "HTTPS from CloudFront"
}

# --- between the tiers, both sides of each ---

resource "aws_security_group_rule" "load_balancer_to_web" {
  security_group_id        = aws_security_group.load_balancer.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 80
  to_port                  = 80
  source_security_group_id = aws_security_group.web.id
  description              = "HTTP to WordPress"
}

resource "aws_security_group_rule" "web_from_load_balancer" {
  security_group_id        = aws_security_group.web.id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 80
  to_port                  = 80
  source_security_group_id = aws_security_group.load_balancer.id
  description              = "HTTP from the load balancer"
}

resource "aws_security_group_rule" "web_to_database" {
  security_group_id        = aws_security_group.web.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 3306
  to_port                  = 3306
  source_security_group_id = aws_security_group.database.id
  description              = "MySQL"
}

resource "aws_security_group_rule" "database_from_web" {
  security_group_id        = aws_security_group.database.id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 3306
  to_port                  = 3306
  source_security_group_id = aws_security_group.web.id
  description              = "MySQL from WordPress"
}

resource "aws_security_group_rule" "database_to_database" {
  count = var.replication ? 1 : 0

  security_group_id        = aws_security_group.database.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 3306
  to_port                  = 3306
  source_security_group_id = aws_security_group.database.id
  description              = "Replication"
}

resource "aws_security_group_rule" "database_from_database" {
  count = var.replication ? 1 : 0

  security_group_id        = aws_security_group.database.id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 3306
  to_port                  = 3306
  source_security_group_id = aws_security_group.database.id
  description              = "Replication"
}

resource "aws_security_group_rule" "web_to_uploads" {
  count = var.uploads ? 1 : 0

  security_group_id        = aws_security_group.web.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 2049
  to_port                  = 2049
  source_security_group_id = aws_security_group.uploads[0].id
  description              = "NFS to the uploads"
}

resource "aws_security_group_rule" "uploads_from_web" {
  count = var.uploads ? 1 : 0

  security_group_id        = aws_security_group.uploads[0].id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 2049
  to_port                  = 2049
  source_security_group_id = aws_security_group.web.id
  description              = "NFS from WordPress"
}

# On EC2 it is the host that mounts the file system, for tasks with an interface of their own too; on Fargate the task would.
resource "aws_security_group_rule" "host_to_uploads" {
  count = var.uploads ? 1 : 0

  security_group_id        = aws_security_group.host.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 2049
  to_port                  = 2049
  source_security_group_id = aws_security_group.uploads[0].id
  description              = "NFS to the uploads"
}

resource "aws_security_group_rule" "uploads_from_host" {
  count = var.uploads ? 1 : 0

  security_group_id        = aws_security_group.uploads[0].id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 2049
  to_port                  = 2049
  source_security_group_id = aws_security_group.host.id
  description              = "NFS from the hosts"
}

resource "aws_security_group_rule" "web_to_endpoints" {
  count = var.endpoints ? 1 : 0

  security_group_id        = aws_security_group.web.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
  source_security_group_id = aws_security_group.endpoints[0].id
  description              = "HTTPS to AWS services"
}

resource "aws_security_group_rule" "endpoints_from_web" {
  count = var.endpoints ? 1 : 0

  security_group_id        = aws_security_group.endpoints[0].id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
  source_security_group_id = aws_security_group.web.id
  description              = "HTTPS from WordPress"
}

resource "aws_security_group_rule" "host_to_endpoints" {
  count = var.endpoints ? 1 : 0

  security_group_id        = aws_security_group.host.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
  source_security_group_id = aws_security_group.endpoints[0].id
  description              = "HTTPS to AWS services"
}

resource "aws_security_group_rule" "endpoints_from_host" {
  count = var.endpoints ? 1 : 0

  security_group_id        = aws_security_group.endpoints[0].id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
  source_security_group_id = aws_security_group.host.id
  description              = "HTTPS from the hosts"
}

resource "aws_security_group_rule" "database_to_endpoints" {
  count = var.endpoints ? 1 : 0

  security_group_id        = aws_security_group.database.id
  type                     = "egress"
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
  source_security_group_id = aws_security_group.endpoints[0].id
  description              = "HTTPS to AWS services"
}

resource "aws_security_group_rule" "endpoints_from_database" {
  count = var.endpoints ? 1 : 0

  security_group_id        = aws_security_group.endpoints[0].id
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 443
  to_port                  = 443
  source_security_group_id = aws_security_group.database.id
  description              = "HTTPS from MySQL"
}

# --- to the outside ---

resource "aws_security_group_rule" "web_to_outside" {
  count = !var.endpoints ? 1 : 0

  security_group_id = aws_security_group.web.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
  ipv6_cidr_blocks  = ["::/0"]
  description       = "HTTPS to the outside: updates, registries, secrets"
}

resource "aws_security_group_rule" "host_to_outside" {
  count = !var.endpoints ? 1 : 0

  security_group_id = aws_security_group.host.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
  ipv6_cidr_blocks  = ["::/0"]
  description       = "HTTPS to the outside: images, the ECS service"
}

resource "aws_security_group_rule" "database_to_outside" {
  count = !var.endpoints ? 1 : 0

  security_group_id = aws_security_group.database.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
  ipv6_cidr_blocks  = ["::/0"]
  description       = "HTTPS to the outside: updates, backups"
}

resource "aws_security_group_rule" "web_to_s3" {
  count = var.endpoints ? 1 : 0

  security_group_id = aws_security_group.web.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_ids   = [var.s3_prefix_list_id]
  description       = "HTTPS to S3"
}

resource "aws_security_group_rule" "host_to_s3" {
  count = var.endpoints ? 1 : 0

  security_group_id = aws_security_group.host.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_ids   = [var.s3_prefix_list_id]
  description       = "HTTPS to S3"
}

resource "aws_security_group_rule" "database_to_s3" {
  count = var.endpoints ? 1 : 0

  security_group_id = aws_security_group.database.id
  type              = "egress"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_ids   = [var.s3_prefix_list_id]
  description       = "HTTPS to S3"
}
