# --- who and where ---

variable "project" {
  type        = string
  description = "Value of the tag Project, on everything."
  default     = "groundtruth"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$", var.project))
    error_message = "The variable project is not 1 to 63 letters, digits, spaces, dots, dashes and underscores, perhaps you should set it to a name such as \"groundtruth\"."
  }
}

variable "name" {
  type        = string
  description = "What the names of all resources begin with. Two stacks in one account need two names."
  default     = "groundtruth"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.name))
    error_message = "The variable name is not 2 to 20 lower-case letters, digits and dashes that begin with a letter, perhaps you should set it to a name such as \"groundtruth\"; names of load balancers leave no more room."
  }

  validation {
    condition     = !can(regex("^(aws|ecs|fargate|sg|internal)(-|$)", var.name))
    error_message = "The variable name begins with a word that AWS keeps to itself, perhaps you should put another before it, as in \"my-${var.name}\"."
  }
}

variable "run" {
  type        = string
  description = "Value of the tag Run, on everything: the test run that owns the stack, by which a sweep finds it."
  default     = "manual"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$", var.run))
    error_message = "The variable run is not 1 to 63 letters, digits, dots, dashes and underscores, perhaps you should set it to an id such as \"2027-01-31-a1b2\"."
  }
}

variable "owner" {
  type        = string
  description = "Value of the tag Owner, on everything: who is asked about the stack."
  default     = "nobody"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9 ._@+-]{0,62}$", var.owner))
    error_message = "The variable owner is not 1 to 63 letters, digits, spaces and any of . _ @ + -, perhaps you should set it to a name or an address such as \"platform@example.org\"."
  }
}

variable "expires" {
  type        = string
  description = "Value of the tag Expires, on everything: when a sweep may remove the stack, as RFC 3339, or \"never\"."
  default     = "never"

  validation {
    condition     = var.expires == "never" || (can(formatdate("YYYY", var.expires)) && can(regex("T", var.expires)))
    error_message = "The variable expires is neither \"never\" nor a time as RFC 3339, perhaps you should write it like \"2027-01-31T00:00:00Z\"."
  }
}

variable "throwaway" {
  type        = bool
  description = "Whether the stack is made to be destroyed soon: secrets and logs then go at once, the key after 7 days, nothing is protected from deletion, and no snapshot or nightly backup is taken."
  default     = false
  nullable    = false
}

variable "region" {
  type        = string
  description = "AWS region."
  default     = "eu-west-3"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The variable region is not the name of a region, perhaps you should set it to one such as \"eu-west-3\"."
  }
}

variable "account_id" {
  type        = string
  description = "The only AWS account this may be applied to. Null: whichever the credentials belong to."
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The variable account_id is not the 12 digits of an AWS account, perhaps you should put it in quotes and keep leading zeros, or leave it out."
  }
}

# --- network ---

variable "vpc_cidr" {
  type        = string
  description = "IPv4 block of the VPC. Every zone gets three sixteenths of it: a public, a web and a database subnet."
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.vpc_cidr, 4, 0)) && try(tonumber(split("/", var.vpc_cidr)[1]) >= 16 && tonumber(split("/", var.vpc_cidr)[1]) <= 22 && cidrhost(var.vpc_cidr, 0) == split("/", var.vpc_cidr)[0], false)
    error_message = "The variable vpc_cidr is not an IPv4 block of /16 to /22 that begins where it says, perhaps you should set it to one such as \"10.0.0.0/16\"."
  }
}

variable "zones" {
  type        = number
  description = "How many availability zones have subnets. A load balancer needs two, even where only one is used."
  default     = 2

  validation {
    condition     = contains([2, 3, 4], var.zones)
    error_message = "The variable zones is not 2, 3 or 4, perhaps you should set it to 2: a load balancer needs two zones."
  }
}

variable "zones_in_use" {
  type        = number
  description = "In how many of the zones WordPress runs and NAT gateways stand (see nat_per_zone)."
  default     = 1

  validation {
    condition     = contains([1, 2, 3, 4], var.zones_in_use)
    error_message = "The variable zones_in_use is not 1, 2, 3 or 4, perhaps you should set it to 1, or to what zones is."
  }
}

variable "availability_zones" {
  type        = list(string)
  description = "Names of the zones, at least as many as zones says, the one of the database first; add others at the end. Null: the region's first ones, looked up."
  default     = null

  validation {
    condition     = var.availability_zones == null || try(length(distinct(var.availability_zones)) == length(var.availability_zones) && alltrue([for zone in var.availability_zones : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$", zone))]), false)
    error_message = "The variable availability_zones is not a list of different zones, perhaps you should set it to one such as [\"eu-west-3a\", \"eu-west-3b\"], or leave it out."
  }
}

variable "internet_access" {
  type        = string
  description = "How WordPress, its hosts and MySQL reach AWS: \"nat\" through NAT gateways, anywhere on port 443; \"endpoints\" through VPC endpoints, AWS only (the WordPress image has to be in ECR then)."
  default     = "nat"

  validation {
    condition     = contains(["nat", "endpoints"], var.internet_access)
    error_message = "The variable internet_access is neither \"nat\" nor \"endpoints\", perhaps you should set it to \"nat\"."
  }
}

variable "nat_per_zone" {
  type        = bool
  description = "Whether every zone in use has a NAT gateway of its own, so that one zone's failure leaves the others their way out."
  default     = false
  nullable    = false
}

variable "flow_logs" {
  type        = bool
  description = "Whether accepted and rejected connections of the VPC are logged to CloudWatch."
  default     = false
  nullable    = false
}

# --- WordPress ---

variable "wordpress_image" {
  type        = string
  description = "The container image, with a version or a digest: a task that is replaced is to run what the others run."
  default     = "wordpress:6.8.3-php8.4-apache"

  validation {
    condition     = can(regex("^[a-z0-9.:/_-]+?(:[A-Za-z0-9_.-]*[0-9][A-Za-z0-9_.-]*|@sha256:[0-9a-f]{64})$", var.wordpress_image))
    error_message = "The variable wordpress_image pins no version, perhaps you should name one, as in \"wordpress:6.8.3-php8.4-apache\"."
  }
}

variable "wordpress_tasks" {
  type        = number
  description = "Number of WordPress tasks when the service is made, and the least that autoscaling keeps. Later the service's own number is left alone; change it with autoscaling or \"aws ecs update-service\"."
  default     = 1

  validation {
    condition     = var.wordpress_tasks >= 1 && var.wordpress_tasks <= 100 && floor(var.wordpress_tasks) == var.wordpress_tasks
    error_message = "The variable wordpress_tasks is not a whole number from 1 to 100, perhaps you should set it to 1 or 2."
  }
}

variable "wordpress_tasks_max" {
  type        = number
  description = "The most tasks that autoscaling starts, by processor load and by requests per task. Null: no autoscaling."
  default     = null

  validation {
    condition     = var.wordpress_tasks_max == null || try(var.wordpress_tasks_max >= 1 && var.wordpress_tasks_max <= 1000 && floor(var.wordpress_tasks_max) == var.wordpress_tasks_max, false)
    error_message = "The variable wordpress_tasks_max is not a whole number from 1 to 1000, perhaps you should set it to a few times wordpress_tasks, or leave it out for no autoscaling."
  }
}

variable "wordpress_cpu" {
  type        = number
  description = "CPU units of a WordPress task; 1024 are one processor."
  default     = 512

  validation {
    condition     = var.wordpress_cpu >= 128 && var.wordpress_cpu <= 10240 && floor(var.wordpress_cpu) == var.wordpress_cpu
    error_message = "The variable wordpress_cpu is not a whole number from 128 to 10240, perhaps you should set it to 512, half a processor."
  }
}

variable "wordpress_memory" {
  type        = number
  description = "Memory of a WordPress task in MiB. What needs more is ended."
  default     = 512

  validation {
    condition     = var.wordpress_memory >= 256 && var.wordpress_memory <= 30720 && floor(var.wordpress_memory) == var.wordpress_memory
    error_message = "The variable wordpress_memory is not a whole number from 256 to 30720, perhaps you should set it to 512 (MiB)."
  }
}

variable "site_title" {
  type        = string
  description = "Title that the installer gives the site."
  default     = "Groundtruth"

  validation {
    condition     = length(trimspace(var.site_title)) >= 1 && length(var.site_title) <= 100
    error_message = "The variable site_title is empty or longer than 100 characters, perhaps you should set it to the name of the site."
  }
}

variable "site_administrator" {
  type = object({
    name  = string
    email = string
  })
  description = "Name and address of the administrator that the installer makes. The password is generated: see the output secrets."
  default = {
    name  = "groundtruth"
    email = "groundtruth@example.org"
  }

  validation {
    condition     = can(regex("^[a-z0-9._-]{3,60}$", var.site_administrator.name)) && !contains(["admin", "administrator", "root"], var.site_administrator.name)
    error_message = "The name of site_administrator is not 3 to 60 lower-case letters, digits, dots, dashes and underscores, or is one that everybody tries, perhaps you should set it to another than \"admin\"."
  }

  validation {
    condition     = can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", var.site_administrator.email))
    error_message = "The email of site_administrator is not an address, perhaps you should set it to one such as \"web@example.org\"."
  }
}

variable "container_instance_type" {
  type        = string
  description = "EC2 instance type of the hosts, with x86 processors. Every WordPress task takes a network interface: a t3.small has room for 2, an m5.large for 2, or for 10 with the account's setting awsvpcTrunking."
  default     = "t3.small"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*[0-9][a-z0-9-]*\\.[a-z0-9-]+$", var.container_instance_type))
    error_message = "The variable container_instance_type is not an EC2 instance type, perhaps you should set it to one such as \"t3.small\"."
  }
}

variable "container_instances" {
  type = object({
    min = number
    max = number
  })
  description = "The fewest and the most hosts; between them ECS decides, by the tasks that want a place."
  default = {
    min = 1
    max = 2
  }

  validation {
    condition     = var.container_instances.min >= 0 && var.container_instances.max >= 1 && var.container_instances.min <= var.container_instances.max && var.container_instances.max <= 500
    error_message = "In container_instances min is not between 0 and max, or max is not between 1 and 500, perhaps you should set it to { min = 1, max = 2 }."
  }
}

variable "ecs_ami_id" {
  type        = string
  description = "Image of the hosts. Null: the newest ECS-optimised Amazon Linux 2023, looked up in the public SSM parameter."
  default     = null

  validation {
    condition     = var.ecs_ami_id == null || can(regex("^ami-[0-9a-f]{8,17}$", var.ecs_ami_id))
    error_message = "The variable ecs_ami_id is not an image's id, perhaps you should set it to one that begins with \"ami-\", or leave it out."
  }
}

variable "ecs_exec" {
  type        = bool
  description = "Whether commands can be run in tasks with \"aws ecs execute-command\"; they are logged."
  default     = false
  nullable    = false
}

variable "shared_uploads" {
  type        = bool
  description = "Whether wp-content/uploads is on EFS. More than one task needs it: what one stores the others have to serve."
  default     = false
  nullable    = false
}

# --- edge ---

variable "site_open" {
  type        = bool
  description = "Whether visitors are let in. While false the load balancer answers 503 to everybody: for the time between the first apply and the installer."
  default     = true
  nullable    = false
}

variable "domain_name" {
  type        = string
  description = "The site's host name. Null: the name of the distribution or of the load balancer."
  default     = null

  validation {
    condition     = var.domain_name == null || can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "The variable domain_name is not a host name in lower case, perhaps you should set it to one such as \"www.example.org\", without https:// and without a slash."
  }
}

variable "public_zone_id" {
  type        = string
  description = "The Route 53 hosted zone in which domain_name is made to lead here. Null: you do it elsewhere."
  default     = null

  validation {
    condition     = var.public_zone_id == null || can(regex("^Z[A-Z0-9]{1,31}$", var.public_zone_id))
    error_message = "The variable public_zone_id is not the id of a hosted zone, perhaps you should set it to one that begins with \"Z\", or leave it out."
  }
}

variable "certificate_arn" {
  type        = string
  description = "ACM certificate of domain_name in this region. Null: plain HTTP."
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]+$", var.certificate_arn))
    error_message = "The variable certificate_arn is not the ARN of an ACM certificate, perhaps you should set it to one that begins with \"arn:aws:acm:\", or leave it out for plain HTTP."
  }
}

variable "waf" {
  type        = bool
  description = "Whether a web application firewall with AWS's managed rule groups and a rate limit stands before the site."
  default     = false
  nullable    = false
}

variable "waf_rate_limit" {
  type        = number
  description = "Requests of one address in five minutes before it is blocked; the login page has a tenth of it."
  default     = 2000

  validation {
    condition     = var.waf_rate_limit >= 1000 && var.waf_rate_limit <= 20000000 && floor(var.waf_rate_limit) == var.waf_rate_limit
    error_message = "The variable waf_rate_limit is not a whole number from 1000 to 20000000, perhaps you should set it to 2000."
  }
}

variable "cloudfront" {
  type        = bool
  description = "Whether visitors come through CloudFront, and only through it. Needs certificate_arn and domain_name."
  default     = false
  nullable    = false
}

variable "cloudfront_certificate_arn" {
  type        = string
  description = "ACM certificate of domain_name in us-east-1, where CloudFront wants it."
  default     = null

  validation {
    condition     = var.cloudfront_certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/[0-9a-f-]+$", var.cloudfront_certificate_arn))
    error_message = "The variable cloudfront_certificate_arn is not the ARN of an ACM certificate in us-east-1, perhaps you should make one there: CloudFront takes no other."
  }
}

variable "cloudfront_prefix_list_id" {
  type        = string
  description = "The prefix list of CloudFront's addresses. Null: AWS's own in this region, looked up."
  default     = null

  validation {
    condition     = var.cloudfront_prefix_list_id == null || can(regex("^pl-[0-9a-f]{8,17}$", var.cloudfront_prefix_list_id))
    error_message = "The variable cloudfront_prefix_list_id is not a prefix list's id, perhaps you should set it to one that begins with \"pl-\", or leave it out."
  }
}

variable "access_logs" {
  type        = bool
  description = "Whether the load balancer writes access logs to a bucket of this stack."
  default     = false
  nullable    = false
}

# --- database ---

variable "database_tier" {
  type        = string
  description = "Where MySQL runs: \"ec2\" is an instance of the own image, \"rds\" is Amazon RDS."
  default     = "ec2"

  validation {
    condition     = contains(["ec2", "rds"], var.database_tier)
    error_message = "The variable database_tier is neither \"ec2\" nor \"rds\", perhaps you should set it to \"ec2\"."
  }
}

variable "database_instance_type" {
  type        = string
  description = "EC2 instance type of the database, on EC2 with x86 processors and of a Nitro family; for RDS the same with \"db.\" before it is taken."
  default     = "t3.small"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*[0-9][a-z0-9-]*\\.[a-z0-9-]+$", var.database_instance_type)) && !startswith(var.database_instance_type, "db.")
    error_message = "The variable database_instance_type is not an EC2 instance type, perhaps you should set it to one such as \"t3.small\", without \"db.\"."
  }
}

variable "database_volume_gib" {
  type        = number
  description = "Size of the data volume in GiB. It outlives the instance. RDS lets it grow by itself up to four times."
  default     = 20

  validation {
    condition     = var.database_volume_gib >= 20 && var.database_volume_gib <= 16384 && floor(var.database_volume_gib) == var.database_volume_gib
    error_message = "The variable database_volume_gib is not a whole number from 20 to 16384, perhaps you should set it to 20."
  }
}

variable "database_replica" {
  type        = bool
  description = "Whether there is a second copy of the database in another zone: a replica on EC2, a standby with RDS (multi-AZ). A replica follows the source's binary log from its beginning, of which a week is kept: one that is switched on later has to be given the data first, as the README says."
  default     = false
  nullable    = false
}

variable "database_ami_id" {
  type        = string
  description = "Image of the database instances. Null: the newest groundtruth-mysql-* of the series database_mysql_version in this account, looked up. Instances that are there keep the image they have until they are replaced: the README says how."
  default     = null

  validation {
    condition     = var.database_ami_id == null || can(regex("^ami-[0-9a-f]{8,17}$", var.database_ami_id))
    error_message = "The variable database_ami_id is not an image's id, perhaps you should set it to one that begins with \"ami-\", or leave it out."
  }
}

variable "database_mysql_version" {
  type        = string
  description = "Series of MySQL: on EC2 the newest image of this series is taken, unless database_ami_id names one; RDS has 8.0 and 8.4."
  default     = "8.4"

  validation {
    condition     = can(regex("^(8\\.[04]|9\\.[0-9]{1,2})$", var.database_mysql_version))
    error_message = "The variable database_mysql_version is none of \"8.0\", \"8.4\" and \"9.x\", perhaps you should set it to \"8.4\"."
  }
}

variable "deletion_protection" {
  type        = bool
  description = "Whether AWS refuses to delete the database and the load balancer until this is false and applied."
  default     = false
  nullable    = false
}

variable "final_snapshot" {
  type        = bool
  description = "Whether a last snapshot is taken when the database is destroyed; on EC2 Terraform calls the AWS CLI for it. To have none, set this to false and apply before. It can be read as long as there is the stack's key: see key_deletion_days. A throwaway has none."
  default     = true
  nullable    = false
}

# --- operation ---

variable "key_deletion_days" {
  type        = number
  description = "For how many days after the stack was destroyed its key can be brought back, and with it snapshots, backups and secrets; then they are lost. A throwaway has 7."
  default     = 30

  validation {
    condition     = var.key_deletion_days >= 7 && var.key_deletion_days <= 30 && floor(var.key_deletion_days) == var.key_deletion_days
    error_message = "The variable key_deletion_days is not a whole number from 7 to 30, perhaps you should set it to 30."
  }
}

variable "backups" {
  type        = bool
  description = "Whether AWS Backup takes database and uploads every night."
  default     = false
  nullable    = false
}

variable "backup_retention_days" {
  type        = number
  description = "For how many days backups are kept."
  default     = 35

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35 && floor(var.backup_retention_days) == var.backup_retention_days
    error_message = "The variable backup_retention_days is not a whole number from 1 to 35, perhaps you should set it to 35, the longest that RDS keeps its own."
  }
}

variable "alarms" {
  type        = bool
  description = "Whether there are alarms, a topic they are sent to, and a dashboard."
  default     = false
  nullable    = false
}

variable "alarm_emails" {
  type        = list(string)
  description = "Who is mailed when an alarm goes off; everyone has to confirm once."
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", address))])
    error_message = "The variable alarm_emails has an element that is no address, perhaps you should set it to a list such as [\"on-call@example.org\"]."
  }
}

variable "log_retention_days" {
  type        = number
  description = "For how many days logs are kept."
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653], var.log_retention_days)
    error_message = "The variable log_retention_days is a number that CloudWatch does not know, perhaps you should set it to 7, 30, 90 or 365."
  }
}
