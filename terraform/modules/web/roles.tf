# What ECS does for a task (execution), and what a task does itself. Both name the ARNs they are for.

data "aws_iam_policy_document" "task_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

locals {
  # The one of the image, if that is in ECR.
  repositories = regexall("^(?P<account>[0-9]{12})\\.dkr\\.ecr\\.(?P<region>[a-z0-9-]+)\\.[a-z.]+/(?P<name>[^:@]+)", var.image)
}

data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "SecretsOfWordPress"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = concat([var.secret_arns["database-wordpress"]], [for name in var.salts : var.secret_arns["wordpress-${name}"]])
  }

  statement {
    sid       = "TheirKey"
    actions   = ["kms:Decrypt"]
    resources = [var.kms_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["secretsmanager.${var.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.wordpress.arn}:*"]
  }

  dynamic "statement" {
    for_each = local.repositories

    content {
      sid       = "ImageOfWordPress"
      actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = ["arn:${var.partition}:ecr:${statement.value.region}:${statement.value.account}:repository/${statement.value.name}"]
    }
  }

  dynamic "statement" {
    for_each = local.repositories

    content {
      sid       = "LoginToEcr"
      actions   = ["ecr:GetAuthorizationToken"]
      resources = ["*"]
    }
  }
}

# The installer's tasks may have what the others must not.
data "aws_iam_policy_document" "installer_execution" {
  source_policy_documents = [data.aws_iam_policy_document.execution.json]

  statement {
    sid     = "SecretsOfTheInstaller"
    actions = ["secretsmanager:GetSecretValue"]
    resources = concat(
      [var.secret_arns["wordpress-administrator"]],
      var.database.needs_installation ? [var.secret_arns["database-administrator"]] : [],
    )
  }
}

resource "aws_iam_role" "execution" {
  name               = "${var.name}-execution"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_role_policy" "execution" {
  name   = "start-wordpress"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

resource "aws_iam_role" "installer_execution" {
  name               = "${var.name}-installer-execution"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_role_policy" "installer_execution" {
  name   = "start-installer"
  role   = aws_iam_role.installer_execution.id
  policy = data.aws_iam_policy_document.installer_execution.json
}

# --- the task itself ---

data "aws_iam_policy_document" "task" {
  dynamic "statement" {
    for_each = var.uploads == null ? [] : [var.uploads]

    content {
      sid       = "Uploads"
      actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
      resources = [statement.value.file_system_arn]

      condition {
        test     = "StringEquals"
        variable = "elasticfilesystem:AccessPointArn"
        values   = [statement.value.access_point_arn]
      }
    }
  }

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
  dynamic "statement" {
    for_each = var.ecs_exec ? [1] : []

    content {
      sid       = "Exec"
      actions   = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.ecs_exec ? [1] : []

    content {
      sid       = "ExecLog"
      actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      resources = ["${aws_cloudwatch_log_group.exec[0].arn}:*"]
    }
  }

  dynamic "statement" {
    for_each = var.ecs_exec ? [1] : []

    content {
      sid       = "ExecLogGroups"
      actions   = ["logs:DescribeLogGroups"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.ecs_exec ? [1] : []

    content {
      sid       = "ExecKey"
      actions   = ["kms:Decrypt"]
      resources = [var.kms_key_arn]
    }
  }
}

resource "aws_iam_role" "task" {
  name               = "${var.name}-task"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_role_policy" "task" {
  count = var.ecs_exec || var.uploads != null ? 1 : 0

  name   = "wordpress"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.task.json
}
