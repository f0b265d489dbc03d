variable "mysql_version" {
  type        = string
  default     = "8.4"
  description = "The series of MySQL: 8.0, 8.4 or 9.x. ansible/README.md says which repository has which."
}

variable "mysql_origin" {
  type        = string
  default     = "mysql"
  description = "Where packages come from: \"mysql\" is repo.mysql.com, \"distribution\" the distribution itself."
}

variable "role_version" {
  type        = string
  default     = "1.1.0"
  description = "The version of the Ansible role, as roles/mysql/vars/main.yml says it."
}

variable "run" {
  type        = string
  default     = "manual"
  description = "The run that builds the image."
}

variable "owner" {
  type        = string
  default     = "nobody"
  description = "Who the image belongs to."
}

variable "expires" {
  type        = string
  default     = "never"
  description = "When the image may be removed, as RFC 3339: 2027-01-31T00:00:00Z."
}

variable "ansible_command" {
  type        = string
  default     = "ansible-playbook"
  description = "Path of ansible-playbook. bin/setup --for local makes one in its tool cache."
}

variable "output" {
  type        = string
  default     = "packer"
  description = "The folder that the manifest and the provenance are written to."
}

# --- the machine image ---

variable "region" {
  type        = string
  default     = "eu-west-3"
  description = "The region the image is made in."
}

variable "ubuntu" {
  type        = string
  default     = "24.04"
  description = "The Ubuntu LTS release to build on; its newest image is taken. 20.04 is possible."
}

variable "instance_type" {
  type        = string
  default     = "t3.small"
  description = "The instance the image is built on."
}

variable "kms_key_id" {
  type        = string
  default     = "alias/aws/ebs"
  description = "The key that encrypts the image's volume."
}

variable "subnet_id" {
  type        = string
  default     = ""
  description = "The subnet to build in; the default VPC's when empty."
}

# --- the container image ---

variable "base_image" {
  type        = string
  default     = "ubuntu:24.04"
  description = "The image to build on."
}

variable "source_image" {
  type        = string
  default     = "unknown@unknown"
  description = "Which image that name meant, as NAME@DIGEST; its id is in the digest's place where it comes from no registry."
}

variable "pull" {
  type        = bool
  default     = true
  description = "Whether the base image is pulled."
}

variable "image" {
  type        = string
  default     = "groundtruth/mysql"
  description = "The name of the container image."
}

variable "image_tag" {
  type        = string
  default     = "latest"
  description = "The tag of the container image."
}

variable "content" {
  type        = string
  default     = "unknown"
  description = "What the image was made from, as a hash: bin/database-image sees by it whether the image is current."
}
