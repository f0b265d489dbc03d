variable "name" {
  type        = string
  description = "What names begin with."
}

variable "tier" {
  type        = string
  description = "\"ec2\" or \"rds\"."

  validation {
    condition     = contains(["ec2", "rds"], var.tier)
    error_message = "The variable tier of the module database is neither \"ec2\" nor \"rds\", perhaps you should set it to \"ec2\"."
  }
}

variable "vpc_id" {
  type        = string
  description = "The VPC in which the database has a name."
}

variable "zones" {
  type        = list(string)
  description = "Names of the zones, in their order: the first has the database, the second its replica."

  validation {
    condition     = length(var.zones) >= 2
    error_message = "The variable zones of the module database names fewer than two zones, which a replica and RDS need, perhaps you should name two."
  }
}

variable "subnet_ids" {
  type        = map(string)
  description = "Database subnet by zone."
}

variable "vpc_cidr" {
  type        = string
  description = "Range of the VPC, outside of which no account of the database exists."
}

variable "security_group_id" {
  type        = string
  description = "Security group of the database."
}

variable "kms_key_arn" {
  type        = string
  description = "Key that encrypts volumes and logs."
}

variable "session_policy" {
  type        = string
  description = "Policy of instances that are reached through Systems Manager."
}

variable "secret_arns" {
  type        = map(string)
  description = "ARN of every secret by name."
}

variable "secret_names" {
  type        = map(string)
  description = "Name of every secret."
}

variable "ami_id" {
  type        = string
  description = "Image of the instances. Null: the newest own one of the series."
}

variable "instance_type" {
  type        = string
  description = "EC2 instance type; for RDS with \"db.\" before it."
}

variable "volume_gib" {
  type        = number
  description = "Size of the data volume in GiB."

  validation {
    condition     = var.volume_gib >= 20
    error_message = "The variable volume_gib of the module database is less than 20, perhaps you should set it to 20."
  }
}

variable "replica" {
  type        = bool
  description = "Whether there is a copy in another zone."
}

variable "mysql_version" {
  type        = string
  description = "Series of MySQL: of the image, and of RDS."

  validation {
    condition     = can(regex("^[89]\\.[0-9]+$", var.mysql_version))
    error_message = "The variable mysql_version of the module database is no series of MySQL, perhaps you should set it to \"8.4\"."
  }
}

variable "deletion_protection" {
  type        = bool
  description = "Whether AWS refuses to delete the database."
}

variable "backup_retention_days" {
  type        = number
  description = "For how many days RDS keeps its own backups."
}

variable "final_snapshot" {
  type        = bool
  description = "Whether a snapshot is taken before the database's volume is deleted."
}

variable "region" {
  type        = string
  description = "Region of the secrets."
}

variable "log_retention_days" {
  type        = number
  description = "For how many days RDS's logs are kept."
}

variable "tags" {
  type        = map(string)
  description = "Tags of what AWS makes along with an instance: the provider does not put its own there."
}

variable "network_ready" {
  type        = string
  description = "Known when the instances have a way out."
}
