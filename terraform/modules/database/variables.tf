variable "name" {
  type        = string
  description = "What names begin with."
}

variable "tier" {
  type        = string
  description = "\"ec2\" or \"rds\"."
}

variable "vpc_id" {
  type        = string
  description = "The VPC in which the database has a name."
}

variable "subnet_ids" {
  type        = map(string)
  description = "Database subnet by zone. The first zone by name has the database, the second its replica."
}

variable "security_group_id" {
  type        = string
  description = "Security group of the database."
}

variable "kms_key_arn" {
  type        = string
  description = "Key that encrypts volumes and logs."
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
}

variable "replica" {
  type        = bool
  description = "Whether there is a copy in another zone."
}

variable "mysql_version" {
  type        = string
  description = "Series of MySQL: of the image, and of RDS."
}

variable "deletion_protection" {
  type        = bool
  description = "Whether AWS refuses to delete the database."
}

variable "backup_retention_days" {
  type        = number
  description = "For how many days RDS keeps its own backups."
}

variable "throwaway" {
  type        = bool
  description = "Whether no final snapshot is taken."
}

variable "region" {
  type        = string
  description = "Region of the secrets."
}

variable "partition" {
  type        = string
  description = "AWS partition, as it stands in ARNs."
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
