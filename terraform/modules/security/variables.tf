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

variable "throwaway" {
  type        = bool
  description = "Whether the key is deleted after the shortest time, and the secrets with the stack."
}
