# --- the site ---

output "site_url" {
  description = "Where visitors go."
  value       = module.edge.site_url
}

output "load_balancer_dns_name" {
  description = "The load balancer's own name."
  value       = module.edge.load_balancer_dns_name
}

output "load_balancer_arn" {
  description = "The load balancer."
  value       = module.edge.load_balancer_arn
}

output "access_log_bucket" {
  description = "The bucket of the load balancer's access logs, if there are any."
  value       = module.edge.access_log_bucket
}

output "target_group_arn" {
  description = "Where tasks register."
  value       = module.edge.target_group_arn
}

output "distribution_domain_name" {
  description = "CloudFront's own name, if there is a distribution: what domain_name has to lead to."
  value       = module.edge.distribution_domain_name
}

output "waf_arn" {
  description = "The web ACL, if there is one."
  value       = module.edge.waf_arn
}

# --- where it runs ---

output "region" {
  description = "The region."
  value       = var.region
}

output "vpc_id" {
  description = "The VPC."
  value       = module.network.vpc_id
}

output "subnet_ids" {
  description = "Subnets by tier and zone."
  value = {
    public   = module.network.public_subnet_ids
    web      = module.network.web_subnet_ids
    database = module.network.database_subnet_ids
  }
}

output "subnet_cidrs" {
  description = "IPv4 blocks by tier and zone."
  value       = module.network.subnet_cidrs
}

output "zones_in_use" {
  description = "The zones that WordPress runs in."
  value       = local.zones_in_use
}

output "security_group_ids" {
  description = "Security groups by tier."
  value = {
    load-balancer      = module.security.load_balancer_group_id
    web                = module.security.web_group_id
    container-instance = module.security.host_group_id
    database           = module.security.database_group_id
    uploads            = module.security.uploads_group_id
  }
}

output "nat_addresses" {
  description = "Public addresses that connections to the outside come from, by zone."
  value       = module.network.nat_addresses
}

# --- WordPress ---

output "ecs_cluster_name" {
  description = "The ECS cluster."
  value       = module.web.cluster_name
}

output "ecs_service_name" {
  description = "The ECS service."
  value       = module.web.service_name
}

output "ecs_capacity_provider_name" {
  description = "What gives tasks their hosts."
  value       = module.web.capacity_provider_name
}

output "autoscaling_group_name" {
  description = "The hosts."
  value       = module.web.autoscaling_group_name
}

output "task_definition_arn" {
  description = "The task definition of WordPress."
  value       = module.web.task_definition_arn
}

output "wordpress_tasks" {
  description = "Number of tasks to begin with."
  value       = var.wordpress_tasks
}

output "wordpress_log_group" {
  description = "Where WordPress and the installer log."
  value       = module.web.log_group_name
}

output "installer" {
  description = "What the installer is run with: the parameters of ECS's RunTask."
  value = {
    cluster             = module.web.cluster_name
    task_definition_arn = module.web.installer_task_definition_arn
    capacity_provider   = module.web.capacity_provider_name
    subnet_ids          = values(module.network.web_subnet_ids)
    security_group_id   = module.security.web_group_id
  }
}

output "install_command" {
  description = "Runs the installer, waits for it and says whether it succeeded: terraform output -raw install_command | sh"
  value = join(" ", [
    "(task=$(aws ecs run-task --region ${var.region} --cluster ${module.web.cluster_name}",
    "--task-definition ${module.web.installer_task_definition_arn}",
    "--capacity-provider-strategy capacityProvider=${module.web.capacity_provider_name}",
    "--network-configuration 'awsvpcConfiguration={subnets=[${join(",", values(module.network.web_subnet_ids))}],securityGroups=[${module.security.web_group_id}],assignPublicIp=DISABLED}'",
    "--propagate-tags TASK_DEFINITION --query 'tasks[0].taskArn' --output text)",
    "&& aws ecs wait tasks-stopped --region ${var.region} --cluster ${module.web.cluster_name} --tasks \"$task\"",
    "&& code=$(aws ecs describe-tasks --region ${var.region} --cluster ${module.web.cluster_name} --tasks \"$task\" --query 'tasks[0].containers[0].exitCode' --output text)",
    "&& test \"$code\" = 0 && echo 'WordPress is installed.'",
    "|| { echo 'The installer failed, perhaps you should look into the log group ${module.web.log_group_name}.' >&2; exit 1; })",
  ])
}

# --- database: the same whatever it runs on ---

output "database" {
  description = "The database: its tier, name, port, schema, WordPress's user, and what it runs on."
  value = {
    tier              = var.database_tier
    host              = module.database.host
    port              = module.database.port
    schema            = module.database.schema
    user              = module.database.user
    instance_ids      = module.database.instance_ids
    private_addresses = module.database.private_addresses
    volume_ids        = module.database.volume_ids
    image_id          = module.database.image_id
    rds_identifier    = module.database.rds_identifier
  }
}

# --- secrets: where they are, not what they are ---

output "secrets" {
  description = "ARN of every secret by name, such as wordpress-administrator."
  value       = module.security.secret_arns
}

output "kms_key_arn" {
  description = "The key of everything that is stored."
  value       = module.security.kms_key_arn
}

# --- operation ---

output "alarms" {
  description = "Names of the alarms, if there are any."
  value       = one(module.observability[*].alarm_names)
}

output "alarm_topic_arn" {
  description = "What alarms are sent to."
  value       = one(module.observability[*].topic_arn)
}

output "dashboard_name" {
  description = "The dashboard."
  value       = one(module.observability[*].dashboard_name)
}

output "backup" {
  description = "Vault and plan of AWS Backup, if there are any."
  value = {
    vault_name = one(module.backup[*].vault_name)
    plan_id    = one(module.backup[*].plan_id)
  }
}

output "tags" {
  description = "What everything is tagged with."
  value       = local.tags
}
