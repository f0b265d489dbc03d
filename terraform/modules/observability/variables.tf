variable "name" {
  type        = string
  description = "What names begin with."
}

variable "region" {
  type        = string
  description = "Region of the dashboard's metrics."
}

variable "emails" {
  type        = list(string)
  description = "Who is mailed."

  validation {
    condition     = alltrue([for email in var.emails : strcontains(email, "@")])
    error_message = "The variable emails of the module observability has something that is no address, perhaps you should set it to one such as [\"on-call@example.org\"]."
  }
}

variable "kms_key_arn" {
  type        = string
  description = "Key that encrypts what the topic keeps."
}

variable "load_balancer" {
  type        = string
  description = "The load balancer, as metrics name it."
}

variable "target_group" {
  type        = string
  description = "The target group, as metrics name it."
}

variable "cluster_name" {
  type        = string
  description = "The ECS cluster."
}

variable "service_name" {
  type        = string
  description = "The ECS service."
}

variable "tasks" {
  type        = number
  description = "The fewest tasks there should be."

  validation {
    condition     = var.tasks >= 1
    error_message = "The variable tasks of the module observability is less than 1, perhaps you should set it to what the service has at least."
  }
}

variable "database_instances" {
  type        = map(string)
  description = "EC2 instances of the database by role."
}

variable "replica" {
  type        = bool
  description = "Whether the database has a replica on EC2."
}

variable "replica_namespace" {
  type        = string
  description = "Namespace in CloudWatch where the replica says how far it is behind."
}

variable "rds" {
  type        = bool
  description = "Whether the database is RDS."
}

variable "rds_identifier" {
  type        = string
  description = "The RDS instance."
}

variable "rds_volume_gib" {
  type        = number
  description = "Size of RDS's volume in GiB."
}

variable "backups" {
  type        = bool
  description = "Whether AWS Backup has a plan."
}

variable "backup_vault_name" {
  type        = string
  description = "The vault."
}
