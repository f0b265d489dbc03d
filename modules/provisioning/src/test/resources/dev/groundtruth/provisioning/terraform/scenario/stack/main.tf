# The first generation of the stack that the recorded documents are of.

variable "canary" {
  type      = string
  sensitive = true
}

variable "names" {
  type    = map(string)
  default = { a = "first", "b.c/d" = "second" }
}

variable "guarded" {
  type        = string
  default     = "canary-of-a-default"
  sensitive   = true
  description = "Sensitive, with a default that nobody should see either."
}

resource "terraform_data" "plain" {
  input = {
    name    = "plain"
    size    = 12345678901234567890.123456789
    flags   = [true, false]
    nothing = null
  }

  provisioner "local-exec" {
    command = "echo provisioned"
  }
}

resource "terraform_data" "secret" {
  input = {
    user     = "app"
    password = var.canary
    nested   = [{ token = var.canary, open = 1 }]
    guarded  = var.guarded
  }
}

resource "terraform_data" "counted" {
  count = 2
  input = "number-${count.index}"
}

resource "terraform_data" "each" {
  for_each = var.names
  input    = each.value
}

resource "terraform_data" "unknown" {
  input = {
    list = ["known", terraform_data.plain.id, { deep = terraform_data.plain.id, known = 1 }]
    map  = { id = terraform_data.plain.id, "key with space" = "known" }
  }
}

resource "terraform_data" "replaced" {
  input            = "first"
  triggers_replace = { generation = 1, other = "same" }
}

resource "terraform_data" "replaced_gently" {
  triggers_replace = 1

  lifecycle {
    create_before_destroy = true
  }
}

resource "terraform_data" "updated" {
  input = { generation = 1, password = var.canary, same = "same" }
}

resource "terraform_data" "old_name" {
  input = "moves"
}

resource "terraform_data" "forgotten" {
  input = "stays without Terraform"
}

resource "terraform_data" "deleted" {
  input = "goes"
}

data "terraform_remote_state" "other" {
  backend    = "local"
  config     = { path = "${path.module}/other-state.json" }
  depends_on = [terraform_data.plain]
}

module "child" {
  source   = "./child"
  for_each = toset(["one", "two"])
  label    = "child ${each.key}"
  token    = var.canary
  fixed    = "canary-of-a-module"
}

check "size" {
  assert {
    condition     = terraform_data.plain.output.size > 1
    error_message = "The size is too small."
  }
}

check "names" {
  assert {
    condition     = length(var.names) > 5
    error_message = "There are only ${length(var.names)} names."
  }
}

output "text" {
  value = "a text"
}

output "number" {
  value = 12345678901234567890.123456789
}

output "flag" {
  value = true
}

output "texts" {
  value = ["a", "b"]
}

output "database" {
  value = {
    host_name = "db.example.org"
    port      = 3306
    kind      = "read-write"
    replicas  = [{ host_name = "r1.example.org", port = 3307 }]
    tags      = { team = "data" }
    comment   = null
  }
}

output "password" {
  value     = var.canary
  sensitive = true
}

output "account" {
  value     = { user = "app", password = var.canary }
  sensitive = true
}

output "id" {
  value = terraform_data.plain.id
}

output "labels" {
  value = [for child in module.child : child.label]
}
