data "aws_ami" "mysql" {
  count = local.on_ec2 && var.ami_id == null ? 1 : 0

  most_recent = true
  owners      = ["self"]

  filter {
    name   = "name"
    values = ["groundtruth-mysql-${var.mysql_version}-*"]
  }

  filter {
    name   = "state"
    values = ["available"]
  }
}

locals {
  ami_id = local.on_ec2 ? coalesce(var.ami_id, one(data.aws_ami.mysql[*].id)) : null

  credentials = {
    source = "secrets-manager"
    region = var.region
    secrets = {
      mysql_root_password  = { id = var.secret_names["database-administrator"], key = "password" }
      wordpress_password   = { id = var.secret_names["database-wordpress"], key = "password" }
      replication_password = { id = var.secret_names["database-replication"], key = "password" }
    }
  }

  # /etc/mysql/boot.json of the image: names of secrets, no secrets.
  boot = {
    credentials = local.credentials
    schema      = local.schema
    users       = [{ name = local.user, credential = "wordpress_password", privileges = local.privileges }]
  }

  source_boot = merge(local.boot, { names = [local.host], data_volume = one(aws_ebs_volume.source[*].id) }, var.replica ? {
    replication = { role = "source", user = "replication", credential = "replication_password" }
  } : {})

  replica_boot = merge(local.boot, {
    names       = ["replica.${local.host}"]
    data_volume = one(aws_ebs_volume.replica[*].id)
    replication = { role = "replica", user = "replication", credential = "replication_password", source = local.host }
  })

  user_data = {
    for role, boot in { source = local.source_boot, replica = local.replica_boot } : role => join("\n", [
      "#cloud-config",
      yamlencode({
        write_files = [{ path = "/etc/mysql/boot.json", permissions = "0644", content = jsonencode(boot) }]
      }),
    ])
  }
}

resource "aws_instance" "source" {
  count = local.on_ec2 ? 1 : 0

  ami                         = local.ami_id
  instance_type               = var.instance_type
  subnet_id                   = values(var.subnet_ids)[0]
  vpc_security_group_ids      = [var.security_group_id]
  associate_public_ip_address = false
  iam_instance_profile        = aws_iam_instance_profile.database[0].name
  disable_api_termination     = var.deletion_protection
  monitoring                  = true
  user_data                   = local.user_data.source
  user_data_replace_on_change = true

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    encrypted   = true
    kms_key_id  = var.kms_key_arn
    volume_type = "gp3"
    tags        = merge(var.tags, { Name = "${var.name}-database-root" })
  }

  tags = { Name = "${var.name}-database" }

  lifecycle {
    # A newer image does not stop the database by itself; the README says how it is taken.
    ignore_changes = [ami]
  }

  depends_on = [aws_iam_role_policy.database, var.network_ready]
}

resource "aws_instance" "replica" {
  count = local.on_ec2 && var.replica ? 1 : 0

  ami                         = local.ami_id
  instance_type               = var.instance_type
  subnet_id                   = values(var.subnet_ids)[1]
  vpc_security_group_ids      = [var.security_group_id]
  associate_public_ip_address = false
  iam_instance_profile        = aws_iam_instance_profile.database[0].name
  disable_api_termination     = var.deletion_protection
  monitoring                  = true
  user_data                   = local.user_data.replica
  user_data_replace_on_change = true

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    encrypted   = true
    kms_key_id  = var.kms_key_arn
    volume_type = "gp3"
    tags        = merge(var.tags, { Name = "${var.name}-database-replica-root" })
  }

  tags = { Name = "${var.name}-database-replica" }

  lifecycle {
    # A newer image does not stop the database by itself; the README says how it is taken.
    ignore_changes = [ami]
  }

  depends_on = [aws_iam_role_policy.database, aws_route53_record.database, var.network_ready]
}

# --- data: volumes of their own, which outlive the instances ---

resource "aws_ebs_volume" "source" {
  count = local.on_ec2 ? 1 : 0

  availability_zone = keys(var.subnet_ids)[0]
  size              = var.volume_gib
  type              = "gp3"
  encrypted         = true
  kms_key_id        = var.kms_key_arn

  tags = { Name = "${var.name}-database-data" }

  lifecycle {
    # Other zones would replace the volume, data and all.
    ignore_changes = [availability_zone]
  }
}

resource "aws_ebs_volume" "replica" {
  count = local.on_ec2 && var.replica ? 1 : 0

  availability_zone = keys(var.subnet_ids)[1]
  size              = var.volume_gib
  type              = "gp3"
  encrypted         = true
  kms_key_id        = var.kms_key_arn

  tags = { Name = "${var.name}-database-replica-data" }

  lifecycle {
    # Other zones would replace the volume, data and all.
    ignore_changes = [availability_zone]
  }
}

resource "aws_volume_attachment" "source" {
  count = local.on_ec2 ? 1 : 0

  device_name                    = "/dev/sdf"
  volume_id                      = aws_ebs_volume.source[0].id
  instance_id                    = aws_instance.source[0].id
  stop_instance_before_detaching = true
}

resource "aws_volume_attachment" "replica" {
  count = local.on_ec2 && var.replica ? 1 : 0

  device_name                    = "/dev/sdf"
  volume_id                      = aws_ebs_volume.replica[0].id
  instance_id                    = aws_instance.replica[0].id
  stop_instance_before_detaching = true
}

# --- what an instance may do ---

data "aws_iam_policy_document" "instance_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "database" {
  statement {
    sid     = "ItsCredentials"
    actions = ["secretsmanager:GetSecretValue"]
    resources = [
      var.secret_arns["database-administrator"],
      var.secret_arns["database-wordpress"],
      var.secret_arns["database-replication"],
    ]
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
}

resource "aws_iam_role" "database" {
  count = local.on_ec2 ? 1 : 0

  name               = "${var.name}-database"
  assume_role_policy = data.aws_iam_policy_document.instance_trust.json
}

resource "aws_iam_role_policy" "database" {
  count = local.on_ec2 ? 1 : 0

  name   = "fetch-credentials"
  role   = aws_iam_role.database[0].id
  policy = data.aws_iam_policy_document.database.json
}

# Session Manager instead of SSH: no port, no key.
resource "aws_iam_role_policy_attachment" "session_manager" {
  count = local.on_ec2 ? 1 : 0

  role       = aws_iam_role.database[0].name
  policy_arn = "arn:${var.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "database" {
  count = local.on_ec2 ? 1 : 0

  name = "${var.name}-database"
  role = aws_iam_role.database[0].name
}
