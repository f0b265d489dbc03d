# A configuration that is not idempotent.

variable "canary" {
  type      = string
  sensitive = true
}

resource "terraform_data" "clock" {
  input = { now = timestamp(), secret = "${var.canary}${timestamp()}", same = "same" }
}

output "now" {
  value = terraform_data.clock.output.now
}
