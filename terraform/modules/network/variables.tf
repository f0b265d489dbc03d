variable "name" {
  type        = string
  description = "What names begin with."
}

variable "vpc_cidr" {
  type        = string
  description = "IPv4 block of the VPC."
}

variable "zones" {
  type        = list(string)
  description = "Names of the zones that have a public and a database subnet."
}

variable "zones_in_use" {
  type        = list(string)
  description = "Those of the zones that have a web subnet."
}

variable "nat_zones" {
  type        = list(string)
  description = "Zones with a NAT gateway; the others use the first one's. Empty: no way to the internet."
}

variable "endpoints" {
  type        = bool
  description = "Whether AWS's services are reached through VPC endpoints."
}

variable "endpoint_security_group_id" {
  type        = string
  description = "Security group of the interface endpoints."
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
