locals {
  https = var.certificate_arn != null

  # Who comes without it comes around CloudFront.
  origin_header = "X-Origin-Verify"
}

resource "aws_lb" "this" {
  name                       = var.name
  load_balancer_type         = "application"
  internal                   = false
  security_groups            = [var.security_group_id]
  subnets                    = values(var.subnet_ids)
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  enable_deletion_protection = var.deletion_protection

  dynamic "access_logs" {
    for_each = aws_s3_bucket_policy.logs

    content {
      enabled = true
      bucket  = access_logs.value.bucket
    }
  }

  tags = { Name = var.name }
}

resource "aws_lb_target_group" "web" {
  name        = "${var.name}-web"
  vpc_id      = var.vpc_id
  target_type = "ip"
  protocol    = "HTTP"
  port        = 80

  deregistration_delay          = 30
  load_balancing_algorithm_type = "least_outstanding_requests"

  # A static file: a task is in service as long as its web server answers. When the database is gone WordPress says so
  # itself; taking all tasks out would only hide its answer and start them again and again.
  health_check {
    path                = "/wp-includes/images/blank.gif"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }

  tags = { Name = "${var.name}-web" }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTP"
  port              = 80

  default_action {
    type             = local.https ? "redirect" : local.default_action
    target_group_arn = local.https || local.default_action != "forward" ? null : aws_lb_target_group.web.arn

    dynamic "redirect" {
      for_each = local.https ? [1] : []

      content {
        protocol    = "HTTPS"
        port        = "443"
        status_code = "HTTP_301"
      }
    }

    dynamic "fixed_response" {
      for_each = local.https || local.default_action == "forward" ? [] : [local.refusal]

      content {
        content_type = "text/plain"
        message_body = fixed_response.value.text
        status_code  = fixed_response.value.code
      }
    }
  }

  tags = { Name = "${var.name}-http" }
}

resource "aws_lb_listener" "https" {
  count = local.https ? 1 : 0

  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTPS"
  port              = 443
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = local.default_action
    target_group_arn = local.default_action == "forward" ? aws_lb_target_group.web.arn : null

    dynamic "fixed_response" {
      for_each = local.default_action == "forward" ? [] : [local.refusal]

      content {
        content_type = "text/plain"
        message_body = fixed_response.value.text
        status_code  = fixed_response.value.code
      }
    }
  }

  tags = { Name = "${var.name}-https" }
}

locals {
  # With CloudFront nobody is let in by default: a rule lets in who has the header.
  default_action = var.site_open && !var.cloudfront ? "forward" : "fixed-response"
  refusal = var.site_open ? { code = "403", text = "Not from here." } : {
    code = "503", text = "This site is being installed. Please try again shortly."
  }
}
