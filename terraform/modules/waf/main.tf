variable "name" {
  type        = string
  description = "What names begin with."
}

variable "scope" {
  type        = string
  description = "REGIONAL for a load balancer; CLOUDFRONT, with a provider of us-east-1, for a distribution."

  validation {
    condition     = contains(["REGIONAL", "CLOUDFRONT"], var.scope)
    error_message = "The variable scope of the module waf is neither \"REGIONAL\" nor \"CLOUDFRONT\", perhaps you should set it to \"REGIONAL\"."
  }
}

variable "rate_limit" {
  type        = number
  description = "Requests of one address in five minutes."

  validation {
    condition     = var.rate_limit >= 1000
    error_message = "The variable rate_limit of the module waf is less than 1000, of which the login page has a tenth, perhaps you should set it to 2000."
  }
}

locals {
  # AWS's own, in the order of their weight: what is known to be bad first.
  groups = [
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesSQLiRuleSet",
    "AWSManagedRulesPHPRuleSet",
    "AWSManagedRulesWordPressRuleSet",
  ]

  # What these must not look at, by a pattern set: where articles are written they are full of HTML and longer than 8 KiB, and
  # where WordPress's editor saves them they may quote SQL, PHP and WordPress. The latter do look at all else that is below
  # these paths, since plugins answer there too, and are attacked there.
  not_seen_by = {
    AWSManagedRulesCommonRuleSet    = aws_wafv2_regex_pattern_set.editing.arn
    AWSManagedRulesSQLiRuleSet      = aws_wafv2_regex_pattern_set.saving.arn
    AWSManagedRulesPHPRuleSet       = aws_wafv2_regex_pattern_set.saving.arn
    AWSManagedRulesWordPressRuleSet = aws_wafv2_regex_pattern_set.saving.arn
  }

  # Also in spellings that a load balancer's rules do not see through, such as %2e.
  closed = "(^|/)(install|setup-config|xmlrpc)\\.php(/|$)"
}

resource "aws_wafv2_regex_pattern_set" "closed" {
  name        = "${var.name}-closed"
  description = "Pages that are closed"
  scope       = var.scope

  regular_expression {
    regex_string = local.closed
  }
}

resource "aws_wafv2_regex_pattern_set" "editing" {
  name        = "${var.name}-editing"
  description = "Where articles are written: longer than 8 KiB, and full of HTML"
  scope       = var.scope

  regular_expression {
    regex_string = "^/wp-(admin|json)/"
  }
}

resource "aws_wafv2_regex_pattern_set" "saving" {
  name        = "${var.name}-saving"
  description = "Where WordPress itself saves articles"
  scope       = var.scope

  regular_expression {
    regex_string = "^/wp-json/wp/v2/|^/wp-admin/post\\.php$"
  }
}

resource "aws_wafv2_web_acl" "this" {
  name        = var.name
  description = "Before ${var.name}"
  scope       = var.scope

  default_action {
    allow {}
  }

  rule {
    name     = "closed-pages"
    priority = 0

    action {
      block {}
    }

    statement {
      regex_pattern_set_reference_statement {
        arn = aws_wafv2_regex_pattern_set.closed.arn

        field_to_match {
          uri_path {}
        }

        text_transformation {
          priority = 0
          type     = "URL_DECODE"
        }

        text_transformation {
          priority = 1
          type     = "NORMALIZE_PATH"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-closed-pages"
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "rate"
    priority = 1

    action {
      block {}
    }

    statement {
      rate_based_statement {
        limit              = var.rate_limit
        aggregate_key_type = "IP"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-rate"
      sampled_requests_enabled   = true
    }
  }

  # Passwords are guessed slowly or not at all.
  rule {
    name     = "login-rate"
    priority = 2

    action {
      block {}
    }

    statement {
      rate_based_statement {
        limit              = max(100, floor(var.rate_limit / 10))
        aggregate_key_type = "IP"

        scope_down_statement {
          byte_match_statement {
            # PHP takes /wp-login.php/anything for the same page.
            positional_constraint = "CONTAINS"
            search_string         = "/wp-login.php"

            field_to_match {
              uri_path {}
            }

            text_transformation {
              priority = 0
              type     = "URL_DECODE"
            }

            text_transformation {
              priority = 1
              type     = "NORMALIZE_PATH"
            }
          }
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-login-rate"
      sampled_requests_enabled   = true
    }
  }

  dynamic "rule" {
    for_each = local.groups

    content {
      name     = rule.value
      priority = 10 + rule.key

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.value

          dynamic "scope_down_statement" {
            for_each = contains(keys(local.not_seen_by), rule.value) ? [local.not_seen_by[rule.value]] : []

            content {
              not_statement {
                statement {
                  regex_pattern_set_reference_statement {
                    arn = scope_down_statement.value

                    field_to_match {
                      uri_path {}
                    }

                    # As WordPress sees it: /wp-admin/../ is no place where articles are written.
                    text_transformation {
                      priority = 0
                      type     = "URL_DECODE"
                    }

                    text_transformation {
                      priority = 1
                      type     = "NORMALIZE_PATH"
                    }
                  }
                }
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "${var.name}-${rule.value}"
        sampled_requests_enabled   = true
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }

  tags = { Name = var.name }
}

output "arn" {
  description = "The web ACL."
  value       = aws_wafv2_web_acl.this.arn
}
