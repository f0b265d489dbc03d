# An apply that fails half-way.

resource "terraform_data" "good" {
  input = "good"
}

resource "terraform_data" "bad" {
  input = terraform_data.good.id

  provisioner "local-exec" {
    command = "echo before the end; exit 3"
  }
}
