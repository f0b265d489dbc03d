variable "label" {
  type = string
}

variable "token" {
  type      = string
  sensitive = true
}

variable "fixed" {
  type      = string
  sensitive = true
}

resource "terraform_data" "inner" {
  input = { label = var.label, token = var.token, fixed = var.fixed }
}

output "label" {
  value = terraform_data.inner.output.label
  # The output of a value with sensitive parts is sensitive in those parts only.
}
