variable "name" {
  type        = string
  description = "What names begin with."
}

variable "vpc_cidr" {
  type        = string
  description = "IPv4 block of the VPC."

  validation {
    condition     = can(cidrsubnet(var.vpc_cidr, 4, 11))
    error_message = "The variable vpc_cidr of the module network cannot be divided into the sixteenths that four zones take, perhaps you should set it to \"10.0.0.0/16\"."
  }
}

variable "zones" {
  type        = list(string)
  description = "Names of the zones that have a public and a database subnet."

  validation {
    condition     = length(var.zones) >= 2 && length(var.zones) <= 4
    error_message = "The variable zones of the module network names fewer than 2 or more than 4 zones, perhaps you should name two, which a load balancer needs."
  }
}

variable "zones_in_use" {
  type        = list(string)
  description = "Those of the zones that have a web subnet."

  validation {
    condition     = length(var.zones_in_use) >= 1
    error_message = "The variable zones_in_use of the module network is empty, perhaps you should name the first of zones."
  }
}

variable "nat_zones" {
  type        = list(string)
  description = "Zones with a NAT gateway, the first zone among them, whose gateway the others use. Empty: no way to the internet."
}

variable "account_id" {
  type        = string
  description = "Account, for conditions of trust."
}

variable "endpoints" {
  type        = bool
  description = "Whether AWS's services are reached through VPC endpoints."
}

variable "endpoint_security_group_id" {
  type        = string
  description = "Security group of the interface endpoints."
}

variable "metrics_endpoint" {
  type        = bool
  description = "Whether something has to tell CloudWatch its metrics: the replica of MySQL on EC2 does."
}

variable "flow_logs" {
  type        = bool
  description = "Whether connections are logged."
}

variable "log_retention_days" {
  type        = number
  description = "For how many days flow logs are kept."
}

variable "kms_key_arn" {
  type        = string
  description = "Key that encrypts the flow logs."
}
