variable "size" {
  type    = number
  default = 1
}

resource "terraform_data" "one" {
  input = var.size
}
