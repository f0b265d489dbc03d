variable "name" {
  type        = string
  description = "What names begin with."
}

variable "arns" {
  type        = list(string)
  description = "What is backed up: database and uploads."

  validation {
    condition     = length(var.arns) > 0
    error_message = "The variable arns of the module backup is empty, perhaps you should name what is backed up, or leave the module out."
  }
}

variable "retention_days" {
  type        = number
  description = "For how many days backups are kept."

  validation {
    condition     = var.retention_days >= 1
    error_message = "The variable retention_days of the module backup is less than 1, perhaps you should set it to 35."
  }
}

variable "kms_key_arn" {
  type        = string
  description = "Key that encrypts the backups."
}

variable "partition" {
  type        = string
  description = "AWS partition, as it stands in ARNs."
}

variable "account_id" {
  type        = string
  description = "Account, for conditions of trust."
}

variable "throwaway" {
  type        = bool
  description = "Whether the vault is to be empty when the stack goes: then a year may pass before the first backup."
}

variable "tags" {
  type        = map(string)
  description = "Tags of the recovery points: the provider does not put its own there."
}

resource "aws_backup_vault" "this" {
  name        = var.name
  kms_key_arn = var.kms_key_arn

  tags = { Name = var.name }
}

resource "aws_backup_plan" "this" {
  name = var.name

  rule {
    rule_name           = "nightly"
    target_vault_name   = aws_backup_vault.this.name
    schedule            = var.throwaway ? "cron(0 3 1 1 ? *)" : "cron(0 3 * * ? *)" # UTC
    start_window        = 60
    completion_window   = 360
    recovery_point_tags = var.tags

    lifecycle {
      delete_after = var.retention_days
    }
  }

  tags = { Name = var.name }
}

resource "aws_backup_selection" "this" {
  name         = "${var.name}-database-and-uploads"
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = var.arns

  depends_on = [aws_iam_role_policy_attachment.backup]
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "backup" {
  name               = "${var.name}-backup"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

# AWS's own: which calls a backup of each service takes changes with the services. What restores is not this role.
resource "aws_iam_role_policy_attachment" "backup" {
  role       = aws_iam_role.backup.name
  policy_arn = "arn:${var.partition}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
}

output "vault_name" {
  description = "The vault."
  value       = aws_backup_vault.this.name
}

output "plan_id" {
  description = "The plan."
  value       = aws_backup_plan.this.id
}
