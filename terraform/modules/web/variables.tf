variable "name" {
  type        = string
  description = "What names begin with."
}

variable "subnet_ids" {
  type        = map(string)
  description = "Subnet by zone, of the zones in use."

  validation {
    condition     = length(var.subnet_ids) >= 1
    error_message = "The variable subnet_ids of the module web is empty, perhaps you should give the subnet of one zone."
  }
}

variable "task_security_group_id" {
  type        = string
  description = "Security group of the tasks."
}

variable "host_security_group_id" {
  type        = string
  description = "Security group of the hosts."
}

variable "kms_key_arn" {
  type        = string
  description = "Key that encrypts volumes, secrets and logs."
}

variable "session_policy" {
  type        = string
  description = "Policy of instances that are reached through Systems Manager."
}

variable "secret_arns" {
  type        = map(string)
  description = "ARN of every secret by name."
}

variable "salts" {
  type        = list(string)
  description = "Salts of WordPress, such as auth-key for the secret wordpress-auth-key and for WORDPRESS_AUTH_KEY."
}

variable "target_group_arn" {
  type        = string
  description = "Where tasks register."
}

variable "request_metric" {
  type        = string
  description = "Load balancer and target group as the metric ALBRequestCountPerTarget names them."
}

variable "site_url" {
  type        = string
  description = "The site's address."
}

variable "site_title" {
  type        = string
  description = "Title that the installer gives the site."
}

variable "site_administrator" {
  type        = object({ name = string, email = string })
  description = "The administrator that the installer makes."
}

variable "image" {
  type        = string
  description = "The container image."
}

variable "cpu" {
  type        = number
  description = "CPU units of a task."
}

variable "memory" {
  type        = number
  description = "Memory of a task in MiB."
}

variable "tasks" {
  type        = number
  description = "Number of tasks to begin with."

  validation {
    condition     = var.tasks >= 1
    error_message = "The variable tasks of the module web is less than 1, perhaps you should set it to 1."
  }
}

variable "tasks_max" {
  type        = number
  description = "The most tasks. Null: no autoscaling."
}

variable "instance_type" {
  type        = string
  description = "EC2 instance type of the hosts."
}

variable "instances" {
  type        = object({ min = number, max = number })
  description = "The fewest and the most hosts."

  validation {
    condition     = var.instances.min <= var.instances.max && var.instances.max >= 1
    error_message = "The variable instances of the module web has more hosts at least than at most, or none at most, perhaps you should set it to { min = 1, max = 2 }."
  }
}

variable "ami_id" {
  type        = string
  description = "Image of the hosts. Null: the newest ECS-optimised one."
}

variable "ecs_exec" {
  type        = bool
  description = "Whether commands can be run in tasks."
}

variable "database" {
  type = object({
    host               = string
    schema             = string
    user               = string
    needs_installation = bool
  })
  description = "The database, and whether the installer has to make WordPress's user."
}

variable "uploads" {
  type = object({
    file_system_id   = string
    access_point_id  = string
    file_system_arn  = string
    access_point_arn = string
  })
  description = "The file system of the uploads, if they are shared."
}

variable "network_ready" {
  type        = string
  description = "Known when the hosts have a way out."
}

variable "partition" {
  type        = string
  description = "AWS partition, as it stands in ARNs."
}

variable "region" {
  type        = string
  description = "Region of logs and secrets."
}

variable "account_id" {
  type        = string
  description = "Account, for conditions of trust."
}

variable "log_retention_days" {
  type        = number
  description = "For how many days logs are kept."
}

variable "tags" {
  type        = map(string)
  description = "Tags of what Auto Scaling launches: the provider does not put its own there."
}
