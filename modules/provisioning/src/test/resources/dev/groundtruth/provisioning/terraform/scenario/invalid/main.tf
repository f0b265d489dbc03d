resource "terraform_data" "wrong" {
  inputs = "misspelt"
}

output "missing" {
  value = terraform_data.absent.id
}
