# WordPress on ECS container instances, MySQL on EC2 or RDS. What is made is said by variables: seed.tfvars is the smallest
# that works, production.tfvars has everything.

data "aws_partition" "current" {}

data "aws_caller_identity" "current" {
  count = var.account_id == null ? 1 : 0
}

data "aws_availability_zones" "available" {
  count = var.availability_zones == null ? 1 : 0

  state = "available"

  # No local and wavelength zones.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

# Changed by AWS as CloudFront grows, and followed by the security group by itself.
data "aws_ec2_managed_prefix_list" "cloudfront" {
  count = var.cloudfront && var.cloudfront_prefix_list_id == null ? 1 : 0

  name = "com.amazonaws.global.cloudfront.origin-facing"
}

locals {
  tags = {
    Project = var.project
    Run     = var.run
    Owner   = var.owner
    Expires = var.expires
  }

  account_id = var.account_id != null ? var.account_id : one(data.aws_caller_identity.current[*].account_id)
  partition  = data.aws_partition.current.partition

  # In the order they are given: the first has the database, the first ones are in use, and what is added comes last.
  available_zones = coalesce(var.availability_zones, one(data.aws_availability_zones.available[*].names))
  zones           = slice(local.available_zones, 0, min(var.zones, length(local.available_zones)))
  zones_in_use    = slice(local.zones, 0, min(var.zones_in_use, length(local.zones)))
  nat_zones       = var.internet_access != "nat" ? [] : var.nat_per_zone ? local.zones_in_use : slice(local.zones, 0, 1)
}

locals {
  # By the names that AWS gives families: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
  arm = "^(a1|[a-z]+[0-9]+g[a-z]*|[a-z0-9]+-gb[0-9]+)[.]"
  # https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html has those that are not of Xen.
  xen = "^(c[134]|cc2|cg1|cr1|d2|f1|g2|g3s?|h1|hs1|i[23]|m[1-4]|p[23]|r[34]|t[12]|x1e?)[.]"

  ecr = "^[0-9]{12}[.]dkr[.]ecr[.]${var.region}[.]"
}

# What one variable alone cannot say.
resource "terraform_data" "consistency" {
  # Here a plan shows the zones in their order, which it does not do with local values: so it can be told from the plan
  # which subnet the first zone has.
  input = local.zones

  lifecycle {
    precondition {
      condition     = var.zones_in_use <= var.zones
      error_message = "The variable zones_in_use is larger than zones, perhaps you should set zones to ${var.zones_in_use}."
    }
    precondition {
      condition     = var.availability_zones == null || try(length(var.availability_zones) >= var.zones, false)
      error_message = "The variable availability_zones names fewer zones than zones says, perhaps you should name ${var.zones} or leave it out."
    }
    precondition {
      condition     = var.availability_zones != null || length(local.available_zones) >= var.zones
      error_message = "The variable zones is larger than the number of zones that region ${var.region} has for this account, perhaps you should set it to ${length(local.available_zones)}."
    }
    precondition {
      condition     = var.wordpress_tasks_max == null || try(var.wordpress_tasks_max >= var.wordpress_tasks, false)
      error_message = "The variable wordpress_tasks_max is smaller than wordpress_tasks, perhaps you should set it to ${var.wordpress_tasks} or more."
    }
    precondition {
      condition     = var.shared_uploads || (var.wordpress_tasks == 1 && coalesce(var.wordpress_tasks_max, 1) == 1)
      error_message = "Several WordPress tasks would each keep their own uploads, perhaps you should set shared_uploads to true."
    }
    precondition {
      condition     = !var.cloudfront || (var.certificate_arn != null && var.cloudfront_certificate_arn != null && var.domain_name != null)
      error_message = "The variable cloudfront is true without domain_name, certificate_arn and cloudfront_certificate_arn, perhaps you should give all three: CloudFront reaches the load balancer by HTTPS only."
    }
    precondition {
      condition     = var.certificate_arn == null || var.domain_name != null
      error_message = "The variable certificate_arn is given without domain_name, perhaps you should set domain_name to the host name that the certificate is for."
    }
    precondition {
      condition     = var.certificate_arn == null || can(regex(":acm:${var.region}:", var.certificate_arn))
      error_message = "The certificate of certificate_arn is not in region ${var.region}, perhaps you should make one there."
    }
    precondition {
      condition     = var.database_tier != "rds" || contains(["8.0", "8.4"], var.database_mysql_version)
      error_message = "RDS has no MySQL ${var.database_mysql_version}, perhaps you should set database_mysql_version to \"8.4\"."
    }
    precondition {
      condition     = !can(regex(local.arm, var.container_instance_type))
      error_message = "The variable container_instance_type is ${var.container_instance_type}, a type with Arm processors, while the image of the hosts is for x86, perhaps you should set it to one such as \"t3.small\"."
    }
    precondition {
      condition     = var.database_tier != "ec2" || !can(regex(local.arm, var.database_instance_type))
      error_message = "The variable database_instance_type is ${var.database_instance_type}, a type with Arm processors, while the image of MySQL is for x86, perhaps you should set it to one such as \"m5.large\", or database_tier to \"rds\"."
    }
    precondition {
      condition     = var.database_tier != "ec2" || endswith(var.database_instance_type, ".metal") || !can(regex(local.xen, var.database_instance_type))
      error_message = "The variable database_instance_type is ${var.database_instance_type}, of a Xen family, whose machines do not know which disk is the data volume, perhaps you should set it to one of a Nitro family such as \"t3.small\" or \"m5.large\"."
    }
    precondition {
      condition     = var.internet_access != "endpoints" || can(regex(local.ecr, var.wordpress_image))
      error_message = "The variable internet_access is \"endpoints\", through which nothing but AWS in ${var.region} is reached, and wordpress_image is not in ECR there, perhaps you should push it to ECR in ${var.region} and name that, or set internet_access to \"nat\"."
    }
    precondition {
      condition     = var.public_zone_id == null || var.domain_name != null
      error_message = "The variable public_zone_id is given without domain_name, perhaps you should set domain_name to the host name that is made there."
    }
    precondition {
      condition     = !(var.throwaway && var.deletion_protection)
      error_message = "Both throwaway and deletion_protection are true, perhaps you should set one of them to false."
    }
    precondition {
      condition     = length(var.alarm_emails) == 0 || var.alarms
      error_message = "The variable alarm_emails is given while alarms is false, perhaps you should set alarms to true."
    }
  }
}

module "network" {
  source = "./modules/network"

  name                       = var.name
  vpc_cidr                   = var.vpc_cidr
  zones                      = terraform_data.consistency.input
  zones_in_use               = local.zones_in_use
  nat_zones                  = local.nat_zones
  account_id                 = local.account_id
  endpoints                  = var.internet_access == "endpoints"
  endpoint_security_group_id = module.security.endpoints_group_id
  metrics_endpoint           = var.database_replica && var.database_tier == "ec2"
  flow_logs                  = var.flow_logs
  log_retention_days         = var.log_retention_days
  kms_key_arn                = module.security.kms_key_arn
}

module "security" {
  source = "./modules/security"

  name                      = var.name
  vpc_id                    = module.network.vpc_id
  account_id                = local.account_id
  partition                 = local.partition
  region                    = var.region
  cloudfront                = var.cloudfront
  cloudfront_prefix_list_id = var.cloudfront_prefix_list_id != null ? var.cloudfront_prefix_list_id : one(data.aws_ec2_managed_prefix_list.cloudfront[*].id)
  endpoints                 = var.internet_access == "endpoints"
  s3_prefix_list_id         = module.network.s3_prefix_list_id
  uploads                   = var.shared_uploads
  replication               = var.database_replica && var.database_tier == "ec2"
  throwaway                 = var.throwaway
  key_deletion_days         = var.key_deletion_days
}

module "database" {
  source = "./modules/database"

  name                  = var.name
  tier                  = var.database_tier
  vpc_id                = module.network.vpc_id
  zones                 = terraform_data.consistency.input
  subnet_ids            = module.network.database_subnet_ids
  vpc_cidr              = var.vpc_cidr
  security_group_id     = module.security.database_group_id
  kms_key_arn           = module.security.kms_key_arn
  session_policy        = module.security.session_policy
  secret_arns           = module.security.secret_arns
  secret_names          = module.security.secret_names
  ami_id                = var.database_ami_id
  instance_type         = var.database_instance_type
  volume_gib            = var.database_volume_gib
  replica               = var.database_replica
  mysql_version         = var.database_mysql_version
  deletion_protection   = var.deletion_protection
  backup_retention_days = var.backup_retention_days
  final_snapshot        = var.final_snapshot && !var.throwaway
  region                = var.region
  log_retention_days    = var.log_retention_days
  network_ready         = module.network.ready
  tags                  = local.tags
}

module "uploads" {
  count  = var.shared_uploads ? 1 : 0
  source = "./modules/uploads"

  name              = var.name
  subnet_ids        = module.network.web_subnet_ids
  security_group_id = module.security.uploads_group_id
  kms_key_arn       = module.security.kms_key_arn
  task_role_arn     = module.web.task_role_arn
  partition         = local.partition
  account_id        = local.account_id
}

module "edge" {
  source = "./modules/edge"

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  name                       = var.name
  vpc_id                     = module.network.vpc_id
  subnet_ids                 = module.network.public_subnet_ids
  security_group_id          = module.security.load_balancer_group_id
  certificate_arn            = var.certificate_arn
  domain_name                = var.domain_name
  public_zone_id             = var.public_zone_id
  site_open                  = var.site_open
  waf                        = var.waf
  waf_rate_limit             = var.waf_rate_limit
  cloudfront                 = var.cloudfront
  cloudfront_certificate_arn = var.cloudfront_certificate_arn
  origin_secret_arn          = module.security.secret_arns["edge-origin"]
  access_logs                = var.access_logs
  log_retention_days         = var.log_retention_days
  deletion_protection        = var.deletion_protection
  throwaway                  = var.throwaway
  account_id                 = local.account_id
  region                     = var.region
}

module "web" {
  source = "./modules/web"

  name                   = var.name
  subnet_ids             = module.network.web_subnet_ids
  task_security_group_id = module.security.web_group_id
  host_security_group_id = module.security.host_group_id
  kms_key_arn            = module.security.kms_key_arn
  session_policy         = module.security.session_policy
  secret_arns            = module.security.secret_arns
  salts                  = module.security.salts
  target_group_arn       = module.edge.target_group_arn
  request_metric         = "${module.edge.load_balancer_metric}/${module.edge.target_group_metric}"
  site_url               = module.edge.site_url
  site_title             = var.site_title
  site_administrator     = var.site_administrator
  image                  = var.wordpress_image
  cpu                    = var.wordpress_cpu
  memory                 = var.wordpress_memory
  tasks                  = var.wordpress_tasks
  tasks_max              = var.wordpress_tasks_max
  instance_type          = var.container_instance_type
  instances              = var.container_instances
  ami_id                 = var.ecs_ami_id
  ecs_exec               = var.ecs_exec
  network_ready          = module.network.ready
  partition              = local.partition
  region                 = var.region
  account_id             = local.account_id
  log_retention_days     = var.log_retention_days
  tags                   = local.tags

  database = {
    host               = module.database.host
    schema             = module.database.schema
    user               = module.database.user
    needs_installation = module.database.administrator_secret
  }

  uploads = !var.shared_uploads ? null : {
    file_system_id   = module.uploads[0].file_system_id
    file_system_arn  = module.uploads[0].file_system_arn
    access_point_id  = module.uploads[0].access_point_id
    access_point_arn = module.uploads[0].access_point_arn
  }
}

module "observability" {
  count  = var.alarms ? 1 : 0
  source = "./modules/observability"

  name               = var.name
  region             = var.region
  emails             = var.alarm_emails
  kms_key_arn        = module.security.kms_key_arn
  load_balancer      = module.edge.load_balancer_metric
  target_group       = module.edge.target_group_metric
  cluster_name       = module.web.cluster_name
  service_name       = module.web.service_name
  tasks              = var.wordpress_tasks
  database_instances = module.database.instances
  replica            = var.database_replica && var.database_tier == "ec2"
  replica_namespace  = module.database.metrics_namespace
  rds                = var.database_tier == "rds"
  rds_identifier     = module.database.rds_identifier
  rds_volume_gib     = var.database_volume_gib
  backups            = var.backups
  backup_vault_name  = one(module.backup[*].vault_name)
}

module "backup" {
  count  = var.backups ? 1 : 0
  source = "./modules/backup"

  name           = var.name
  throwaway      = var.throwaway
  arns           = concat(module.database.backup_arns, module.uploads[*].file_system_arn)
  retention_days = var.backup_retention_days
  kms_key_arn    = module.security.kms_key_arn
  partition      = local.partition
  account_id     = local.account_id
  tags           = local.tags
}
