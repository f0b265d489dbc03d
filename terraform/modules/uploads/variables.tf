variable "name" {
  type        = string
  description = "What names begin with."
}

variable "subnet_ids" {
  type        = map(string)
  description = "Subnet of the mount target by zone."

  validation {
    condition     = length(var.subnet_ids) >= 1
    error_message = "The variable subnet_ids of the module uploads is empty, perhaps you should give the subnets of the zones that tasks run in."
  }
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
