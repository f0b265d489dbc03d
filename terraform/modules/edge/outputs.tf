locals {
  host = coalesce(var.domain_name, aws_lb.this.dns_name)
}

output "site_url" {
  description = "The site's address."
  value       = "${local.https ? "https" : "http"}://${local.host}"
}

output "load_balancer_dns_name" {
  description = "The load balancer's own name."
  value       = aws_lb.this.dns_name
}

output "load_balancer_arn" {
  description = "The load balancer."
  value       = aws_lb.this.arn
}

output "load_balancer_metric" {
  description = "The load balancer, as metrics name it."
  value       = aws_lb.this.arn_suffix
}

output "target_group_arn" {
  description = "Where tasks register."
  value       = aws_lb_target_group.web.arn

  # ECS takes no target group that no listener leads to.
  depends_on = [
    aws_lb_listener.http,
    aws_lb_listener.https,
    aws_lb_listener_rule.from_cloudfront,
    aws_lb_listener_rule.logged_in,
    aws_lb_listener_rule.nobody,
  ]
}

output "target_group_metric" {
  description = "The target group, as metrics name it."
  value       = aws_lb_target_group.web.arn_suffix
}

output "access_log_bucket" {
  description = "The bucket of the access logs."
  value       = one(aws_s3_bucket.logs[*].bucket)
}

output "distribution_domain_name" {
  description = "The distribution's own name."
  value       = one(aws_cloudfront_distribution.this[*].domain_name)
}

output "distribution_id" {
  description = "The distribution."
  value       = one(aws_cloudfront_distribution.this[*].id)
}

output "waf_arn" {
  description = "The web ACL."
  value       = one(concat(module.waf[*].arn, module.waf_global[*].arn))
}
