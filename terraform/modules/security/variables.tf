variable "name" {
  type        = string
  description = "What names begin with."
}

variable "vpc_id" {
  type        = string
  description = "The VPC of the security groups."
}

variable "account_id" {
  type        = string
  description = "The account of the key's policy."

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The variable account_id of the module security is not the 12 digits of an AWS account, perhaps you should put it in quotes and keep leading zeros."
  }
}

variable "partition" {
  type        = string
  description = "AWS partition, as it stands in ARNs."
}

variable "region" {
  type        = string
  description = "The region of the key's policy."
}

variable "cloudfront" {
  type        = bool
  description = "Whether the load balancer is reached from CloudFront only, on 443 only, rather than from the internet."
}

variable "cloudfront_prefix_list_id" {
  type        = string
  description = "The prefix list of CloudFront's addresses."
}

variable "endpoints" {
  type        = bool
  description = "Whether AWS's services are reached through VPC endpoints and nothing else is."
}

variable "s3_prefix_list_id" {
  type        = string
  description = "The addresses of S3, with endpoints."
}

variable "uploads" {
  type        = bool
  description = "Whether there is a file system."
}

variable "replication" {
  type        = bool
  description = "Whether database instances replicate from each other."
}

variable "key_deletion_days" {
  type        = number
  description = "How many days the key is kept after the stack, unless it is a throwaway."

  validation {
    condition     = var.key_deletion_days >= 7 && var.key_deletion_days <= 30
    error_message = "The variable key_deletion_days of the module security is not between 7 and 30, perhaps you should set it to 30."
  }
}

variable "throwaway" {
  type        = bool
  description = "Whether the key is deleted after the shortest time, and the secrets with the stack."
}
