variable "name" {
  type        = string
  description = "What names begin with."
}

variable "vpc_id" {
  type        = string
  description = "The VPC."
}

variable "subnet_ids" {
  type        = map(string)
  description = "Public subnet by zone."

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "The variable subnet_ids of the module edge has fewer than two zones, perhaps you should give the subnets of two, which a load balancer needs."
  }
}

variable "security_group_id" {
  type        = string
  description = "Security group of the load balancer."
}

variable "certificate_arn" {
  type        = string
  description = "Certificate of the load balancer. Null: plain HTTP."
}

variable "domain_name" {
  type        = string
  description = "The site's host name, if it has one."
}

variable "public_zone_id" {
  type        = string
  description = "Hosted zone of the site's host name, if it is made here."
}

variable "site_open" {
  type        = bool
  description = "Whether visitors are let in."
}

variable "waf" {
  type        = bool
  description = "Whether a web application firewall stands before the site."
}

variable "waf_rate_limit" {
  type        = number
  description = "Requests of one address in five minutes."
}

variable "cloudfront" {
  type        = bool
  description = "Whether visitors come through CloudFront only."
}

variable "cloudfront_certificate_arn" {
  type        = string
  description = "Certificate of the distribution, in us-east-1."
}

variable "origin_secret_arn" {
  type        = string
  description = "What CloudFront says to the load balancer."
}

variable "access_logs" {
  type        = bool
  description = "Whether the load balancer writes access logs."
}

variable "log_retention_days" {
  type        = number
  description = "For how many days access logs are kept."
}

variable "deletion_protection" {
  type        = bool
  description = "Whether AWS refuses to delete the load balancer."
}

variable "throwaway" {
  type        = bool
  description = "Whether the bucket of the logs goes with what is in it."
}

variable "account_id" {
  type        = string
  description = "Account, for the bucket's name and policy."
}

variable "region" {
  type        = string
  description = "Region, for the bucket's name."
}
