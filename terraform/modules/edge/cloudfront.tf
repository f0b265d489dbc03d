data "aws_secretsmanager_secret_version" "origin" {
  count = var.cloudfront ? 1 : 0

  secret_id = var.origin_secret_arn
}

locals {
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  caching_disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
  all_viewer = "216adef6-5c7f-47e4-b989-5492eafa07d3"

  all_methods = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]

  # In order: the first that fits is taken.
  behaviors = [
    { path = "/wp-admin/*", kind = "admin" },
    { path = "/wp-login.php", kind = "admin" },
    { path = "/wp-json/*", kind = "admin" },
    { path = "/wp-content/*", kind = "static" },
    { path = "/wp-includes/*", kind = "static" },
  ]
}

# A page is the same for all who are not logged in and have not commented.
resource "aws_cloudfront_cache_policy" "pages" {
  count = var.cloudfront ? 1 : 0

  name        = "${var.name}-pages"
  comment     = "WordPress pages: what WordPress says, by query and by the cookies that change a page"
  min_ttl     = 0
  default_ttl = 60
  max_ttl     = 86400

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "whitelist"

      cookies {
        items = ["comment_author_*", "wordpress_*", "wp-postpass_*"]
      }
    }

    headers_config {
      header_behavior = "whitelist"

      headers {
        items = ["Host"]
      }
    }

    query_strings_config {
      query_string_behavior = "all"
    }
  }
}

# WordPress asks for another version of a file by its query, ?ver=.
resource "aws_cloudfront_cache_policy" "static" {
  count = var.cloudfront ? 1 : 0

  name        = "${var.name}-static"
  comment     = "Static files: the same for everybody, by query"
  min_ttl     = 1
  default_ttl = 86400
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = "all"
    }
  }
}

# The certificate of the load balancer is the site's, so it has to hear the site's name.
resource "aws_cloudfront_origin_request_policy" "static" {
  count = var.cloudfront ? 1 : 0

  name    = "${var.name}-static"
  comment = "Static files: the host name, nothing of the visitor"

  cookies_config {
    cookie_behavior = "none"
  }

  headers_config {
    header_behavior = "whitelist"

    headers {
      items = ["Host"]
    }
  }

  query_strings_config {
    query_string_behavior = "all"
  }
}

resource "aws_cloudfront_distribution" "this" {
  count = var.cloudfront ? 1 : 0

  enabled         = true
  comment         = var.name
  aliases         = [var.domain_name]
  http_version    = "http2"
  is_ipv6_enabled = true
  price_class     = "PriceClass_100"
  web_acl_id      = one(module.waf_global[*].arn)

  origin {
    origin_id   = "load-balancer"
    domain_name = aws_lb.this.dns_name

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
      origin_read_timeout    = 60
    }

    custom_header {
      name  = local.origin_header
      value = data.aws_secretsmanager_secret_version.origin[0].secret_string
    }
  }

  default_cache_behavior {
    target_origin_id         = "load-balancer"
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = local.all_methods
    cached_methods           = ["GET", "HEAD"]
    compress                 = true
    cache_policy_id          = aws_cloudfront_cache_policy.pages[0].id
    origin_request_policy_id = local.all_viewer
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.behaviors

    content {
      path_pattern             = ordered_cache_behavior.value.path
      target_origin_id         = "load-balancer"
      viewer_protocol_policy   = "redirect-to-https"
      allowed_methods          = ordered_cache_behavior.value.kind == "static" ? ["GET", "HEAD"] : local.all_methods
      cached_methods           = ["GET", "HEAD"]
      compress                 = true
      cache_policy_id          = ordered_cache_behavior.value.kind == "static" ? aws_cloudfront_cache_policy.static[0].id : local.caching_disabled
      origin_request_policy_id = ordered_cache_behavior.value.kind == "static" ? aws_cloudfront_origin_request_policy.static[0].id : local.all_viewer
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = var.cloudfront_certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }

  tags = { Name = var.name }
}

# --- firewall: before whatever the visitor meets first ---

module "waf" {
  count  = var.waf && !var.cloudfront ? 1 : 0
  source = "../waf"

  name       = var.name
  scope      = "REGIONAL"
  rate_limit = var.waf_rate_limit
}

resource "aws_wafv2_web_acl_association" "load_balancer" {
  count = var.waf && !var.cloudfront ? 1 : 0

  resource_arn = aws_lb.this.arn
  web_acl_arn  = module.waf[0].arn
}

module "waf_global" {
  count  = var.waf && var.cloudfront ? 1 : 0
  source = "../waf"

  providers = { aws = aws.us_east_1 }

  name       = var.name
  scope      = "CLOUDFRONT"
  rate_limit = var.waf_rate_limit
}

# --- the site's name ---

resource "aws_route53_record" "site" {
  for_each = var.public_zone_id == null || var.domain_name == null ? toset([]) : toset(var.cloudfront ? ["A", "AAAA"] : ["A"])

  zone_id = var.public_zone_id
  name    = var.domain_name
  type    = each.key

  alias {
    name                   = var.cloudfront ? aws_cloudfront_distribution.this[0].domain_name : aws_lb.this.dns_name
    zone_id                = var.cloudfront ? aws_cloudfront_distribution.this[0].hosted_zone_id : aws_lb.this.zone_id
    evaluate_target_health = !var.cloudfront
  }
}
