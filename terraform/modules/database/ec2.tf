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

  # Where the replica says how far it is behind.
  metrics_namespace = local.on_ec2 && var.replica ? "${var.name}/database" : null

  # /etc/mysql/boot.json of the image: names of secrets, no secrets.
  boot = {
    credentials = local.credentials
    schema      = local.schema
    users       = [{ name = local.user, host = var.vpc_cidr, credential = "wordpress_password", privileges = local.privileges }]
  }

  # Where the data is: a volume of its own, which arrives after the instance.
  source_disk  = { data_volume = one(aws_ebs_volume.source[*].id) }
  replica_disk = { data_volume = one(aws_ebs_volume.replica[*].id) }

  # Ready for a replica from the beginning: accounts are made once, and other user data would replace the instance.
  source_boot = merge(local.boot, local.source_disk, {
    names       = [local.host]
    replication = { role = "source", user = "replication", host = var.vpc_cidr, credential = "replication_password" }
  })

  replica_boot = merge(local.boot, local.replica_disk, {
    names       = ["replica.${local.host}"]
    replication = { role = "replica", user = "replication", credential = "replication_password", source = local.host }
    metrics     = { namespace = local.metrics_namespace, region = var.region }
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
  subnet_id                   = var.subnet_ids[var.zones[0]]
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
  subnet_id                   = var.subnet_ids[var.zones[1]]
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

# AWS makes an interface along with an instance, and the provider puts no tags there.
resource "aws_ec2_tag" "source_interface" {
  for_each = local.on_ec2 ? merge(var.tags, { Name = "${var.name}-database" }) : {}

  resource_id = aws_instance.source[0].primary_network_interface_id
  key         = each.key
  value       = each.value
}

resource "aws_ec2_tag" "replica_interface" {
  for_each = local.on_ec2 && var.replica ? merge(var.tags, { Name = "${var.name}-database-replica" }) : {}

  resource_id = aws_instance.replica[0].primary_network_interface_id
  key         = each.key
  value       = each.value
}

# --- data: volumes of their own, which outlive the instances ---

resource "aws_ebs_volume" "source" {
  count = local.on_ec2 ? 1 : 0

  availability_zone = var.zones[0]
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

  availability_zone = var.zones[1]
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

# Goes when MySQL has been stopped, and before its volume does, which stays where the snapshot fails. The provider's own
# final_snapshot is not in 4.9.
resource "terraform_data" "final_volume_snapshot" {
  count = local.on_ec2 ? 1 : 0

  triggers_replace = aws_ebs_volume.source[0].id

  input = {
    wanted = var.final_snapshot
    region = var.region
    request = jsonencode({
      VolumeId    = aws_ebs_volume.source[0].id
      Description = "The last of the database of ${var.name}"
      TagSpecifications = [{
        ResourceType = "snapshot"
        Tags         = [for key, value in merge(var.tags, { Name = "${var.name}-database-final" }) : { Key = key, Value = value }]
      }]
    })
  }

  provisioner "local-exec" {
    when    = destroy
    command = <<-EOT
      test "$WANTED" = true || exit 0
      id=$(aws ec2 create-snapshot --region "$REGION" --cli-input-json "$REQUEST" --query SnapshotId --output text) || exit 1
      for part_of_an_hour in 1 2 3 4 5 6; do
        aws ec2 wait snapshot-completed --region "$REGION" --snapshot-ids "$id" && exit 0
      done
      exit 1
    EOT

    environment = {
      WANTED  = self.input.wanted
      REGION  = self.input.region
      REQUEST = self.input.request
    }
  }
}

resource "aws_volume_attachment" "source" {
  count = local.on_ec2 ? 1 : 0

  device_name                    = "/dev/sdf"
  volume_id                      = aws_ebs_volume.source[0].id
  instance_id                    = aws_instance.source[0].id
  stop_instance_before_detaching = true

  depends_on = [terraform_data.final_volume_snapshot]
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

  dynamic "statement" {
    for_each = local.metrics_namespace[*]

    content {
      sid       = "HowFarTheReplicaIsBehind"
      actions   = ["cloudwatch:PutMetricData"]
      resources = ["*"]

      condition {
        test     = "StringEquals"
        variable = "cloudwatch:namespace"
        values   = [statement.value]
      }
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

  name   = "database"
  role   = aws_iam_role.database[0].id
  policy = data.aws_iam_policy_document.database.json
}

resource "aws_iam_role_policy" "sessions" {
  count = local.on_ec2 ? 1 : 0

  name   = "sessions"
  role   = aws_iam_role.database[0].id
  policy = var.session_policy
}

resource "aws_iam_instance_profile" "database" {
  count = local.on_ec2 ? 1 : 0

  name = "${var.name}-database"
  role = aws_iam_role.database[0].name
}
