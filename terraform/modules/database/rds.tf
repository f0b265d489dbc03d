# RDS wants the administrator's password from whoever calls it. Read only while applying, it is in the state, marked as
# sensitive: see the README.
data "aws_secretsmanager_secret_version" "administrator" {
  count = local.on_rds ? 1 : 0

  secret_id = var.secret_arns["database-administrator"]
}

resource "aws_db_subnet_group" "this" {
  count = local.on_rds ? 1 : 0

  name        = "${var.name}-database"
  description = "Subnets of ${var.name}'s database"
  subnet_ids  = values(var.subnet_ids)
}

resource "aws_db_parameter_group" "this" {
  count = local.on_rds ? 1 : 0

  name        = "${var.name}-mysql${replace(var.mysql_version, ".", "-")}"
  description = "As the own image has it, as far as RDS lets"
  family      = "mysql${var.mysql_version}"

  parameter {
    name  = "require_secure_transport"
    value = "1"
  }

  parameter {
    name         = "tls_version"
    value        = "TLSv1.2,TLSv1.3"
    apply_method = "pending-reboot" # static
  }

  parameter {
    name  = "local_infile"
    value = "0"
  }

  parameter {
    name  = "slow_query_log"
    value = "1"
  }

  parameter {
    name  = "log_output"
    value = "FILE"
  }

  lifecycle {
    # That of another series is there before the database changes to it, and the old one goes afterwards.
    create_before_destroy = true
  }
}

# A part of the final snapshot's name: a stack of the same name that was destroyed before has left its own.
resource "terraform_data" "final_snapshot" {
  count = local.on_rds && var.final_snapshot ? 1 : 0
}

resource "aws_db_instance" "this" {
  count = local.on_rds ? 1 : 0

  identifier     = "${var.name}-database"
  engine         = "mysql"
  engine_version = var.mysql_version
  instance_class = "db.${var.instance_type}"

  # Another series of MySQL, and at once: until it has been changed the old parameter group is in use.
  allow_major_version_upgrade = true
  apply_immediately           = true

  db_name  = local.schema
  username = "administrator"
  password = jsondecode(data.aws_secretsmanager_secret_version.administrator[0].secret_string)["password"]

  db_subnet_group_name   = aws_db_subnet_group.this[0].name
  vpc_security_group_ids = [var.security_group_id]
  publicly_accessible    = false
  multi_az               = var.replica
  parameter_group_name   = aws_db_parameter_group.this[0].name
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  storage_type          = "gp2" # gp3 is refused by provider 4.9
  allocated_storage     = var.volume_gib
  max_allocated_storage = var.volume_gib * 4
  storage_encrypted     = true
  kms_key_id            = var.kms_key_arn

  auto_minor_version_upgrade      = true
  backup_retention_period         = var.backup_retention_days
  copy_tags_to_snapshot           = true
  deletion_protection             = var.deletion_protection
  enabled_cloudwatch_logs_exports = ["error", "slowquery"]
  final_snapshot_identifier       = var.final_snapshot ? "${var.name}-database-final-${substr(terraform_data.final_snapshot[0].id, 0, 8)}" : null
  skip_final_snapshot             = !var.final_snapshot

  depends_on = [aws_cloudwatch_log_group.rds]
}

# RDS would make them and keep them for ever.
resource "aws_cloudwatch_log_group" "rds" {
  for_each = local.on_rds ? toset(["error", "slowquery"]) : toset([])

  name              = "/aws/rds/instance/${var.name}-database/${each.key}"
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
}
