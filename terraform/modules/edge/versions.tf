terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = ">= 4.9, < 7"
      configuration_aliases = [aws.us_east_1]
    }
  }
}
