# What nobody shall ask for. A load balancer's patterns are compared with the path as it was sent: other spellings
# (%2e) are WAF's matter, and WordPress's own configuration refuses them too (see modules/web).
locals {
  served_by = local.https ? aws_lb_listener.https[0].arn : aws_lb_listener.http.arn

  closed = {
    install      = { priority = 10, path = "*/install.php*" }
    setup-config = { priority = 11, path = "*/setup-config.php*" }
    xmlrpc       = { priority = 12, path = "*/xmlrpc.php*" }
  }

  # Who is logged in, or says so, is left to WordPress, whose editor asks for users, and which closes the same to who is
  # not (see modules/web).
  enumeration = {
    users   = { priority = 40, path = "*/wp-json/wp/v2/users*", key = null, value = null }
    sitemap = { priority = 41, path = "*/wp-sitemap-users-*", key = null, value = null }
    route   = { priority = 42, path = null, key = "rest_route", value = "/wp/v2/users*" }
    author  = { priority = 43, path = null, key = "author", value = "*" }
  }
}

resource "aws_lb_listener_rule" "closed" {
  for_each = local.closed

  listener_arn = local.served_by
  priority     = each.value.priority

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "Closed."
      status_code  = "403"
    }
  }

  condition {
    path_pattern {
      values = [each.value.path]
    }
  }

  tags = { Name = "${var.name}-closed-${each.key}" }
}

resource "aws_lb_listener_rule" "logged_in" {
  count = var.site_open ? 1 : 0

  listener_arn = local.served_by
  priority     = 30

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }

  condition {
    http_header {
      http_header_name = "Cookie"
      values           = ["*wordpress_logged_in_*"]
    }
  }

  dynamic "condition" {
    for_each = var.cloudfront ? [1] : []

    content {
      http_header {
        http_header_name = local.origin_header
        values           = [data.aws_secretsmanager_secret_version.origin[0].secret_string]
      }
    }
  }

  tags = { Name = "${var.name}-logged-in" }
}

resource "aws_lb_listener_rule" "enumeration" {
  for_each = local.enumeration

  listener_arn = local.served_by
  priority     = each.value.priority

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "Closed."
      status_code  = "403"
    }
  }

  condition {
    dynamic "path_pattern" {
      for_each = each.value.path == null ? [] : [each.value.path]

      content {
        values = [path_pattern.value]
      }
    }

    dynamic "query_string" {
      for_each = each.value.key == null ? [] : [each.value]

      content {
        key   = query_string.value.key
        value = query_string.value.value
      }
    }
  }

  tags = { Name = "${var.name}-enumeration-${each.key}" }
}

resource "aws_lb_listener_rule" "from_cloudfront" {
  count = var.cloudfront && var.site_open ? 1 : 0

  listener_arn = local.served_by
  priority     = 100

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }

  condition {
    http_header {
      http_header_name = local.origin_header
      values           = [data.aws_secretsmanager_secret_version.origin[0].secret_string]
    }
  }

  tags = { Name = "${var.name}-from-cloudfront" }
}

# ECS starts no service whose target group no listener leads to. Nobody comes from there.
resource "aws_lb_listener_rule" "nobody" {
  count = var.site_open ? 0 : 1

  listener_arn = local.served_by
  priority     = 200

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }

  condition {
    source_ip {
      values = ["127.0.0.1/32"]
    }
  }

  tags = { Name = "${var.name}-nobody" }
}
