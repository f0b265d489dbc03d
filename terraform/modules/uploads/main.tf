locals {
  www_data = 33 # of the official image
}

resource "aws_efs_file_system" "this" {
  encrypted  = true
  kms_key_id = var.kms_key_arn

  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }

  tags = { Name = "${var.name}-uploads" }
}

resource "aws_efs_mount_target" "this" {
  for_each = var.subnet_ids

  file_system_id  = aws_efs_file_system.this.id
  subnet_id       = each.value
  security_groups = [var.security_group_id]
}

resource "aws_efs_access_point" "uploads" {
  file_system_id = aws_efs_file_system.this.id

  posix_user {
    uid = local.www_data
    gid = local.www_data
  }

  root_directory {
    path = "/uploads"

    creation_info {
      owner_uid   = local.www_data
      owner_gid   = local.www_data
      permissions = "0755"
    }
  }

  tags = { Name = "${var.name}-uploads" }
}

# WordPress only, through its access point only, over TLS only. The role is a condition, since EFS refuses a principal that
# IAM made so lately that it is not known everywhere.
data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = [aws_efs_file_system.this.arn]

    principals {
      type        = "AWS"
      identifiers = ["arn:${var.partition}:iam::${var.account_id}:root"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [var.task_role_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "elasticfilesystem:AccessPointArn"
      values   = [aws_efs_access_point.uploads.arn]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
}

resource "aws_efs_file_system_policy" "this" {
  file_system_id = aws_efs_file_system.this.id
  policy         = data.aws_iam_policy_document.this.json
}
