run "is_one" {
  assert {
    condition     = terraform_data.one.output == 1
    error_message = "The size is not 1."
  }
}

run "is_two" {
  assert {
    condition     = terraform_data.one.output == 2
    error_message = "The size is not 2."
  }
}

run "comes_too_late" {
  command = plan
}
