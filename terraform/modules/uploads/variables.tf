variable "name" {
  type        = string
  description = "What names begin with."
}

variable "subnet_ids" {
  type        = map(string)
  description = "Subnet of the mount target by zone."
}

variable "security_group_id" {
  type        = string
  description = "Security group of the mount targets."
}

variable "kms_key_arn" {
  type        = string
  description = "Key that encrypts the files."
}

variable "task_role_arn" {
  type        = string
  description = "Who may mount it."
}

variable "partition" {
  type        = string
  description = "AWS partition, as it stands in ARNs."
}

variable "account_id" {
  type        = string
  description = "Account whose role may mount it."
}
