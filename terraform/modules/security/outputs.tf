# Nobody gets a group before it has its rules.
output "load_balancer_group_id" {
  description = "Security group of: the load balancer: the only tier the internet reaches."
  value       = aws_security_group.load_balancer.id

  depends_on = [
    aws_security_group_rule.load_balancer_from_internet_http,
    aws_security_group_rule.load_balancer_from_internet_https,
    aws_security_group_rule.load_balancer_from_cloudfront,
    aws_security_group_rule.load_balancer_to_web,
  ]
}

output "web_group_id" {
  description = "Security group of: the WordPress replicas."
  value       = aws_security_group.web.id

  depends_on = [
    aws_security_group_rule.web_from_load_balancer,
    aws_security_group_rule.web_to_database,
    aws_security_group_rule.web_to_uploads,
    aws_security_group_rule.web_to_endpoints,
    aws_security_group_rule.web_to_outside,
    aws_security_group_rule.web_to_s3,
  ]
}

output "host_group_id" {
  description = "Security group of: the hosts of the WordPress replicas."
  value       = aws_security_group.host.id

  depends_on = [
    aws_security_group_rule.host_to_uploads,
    aws_security_group_rule.host_to_endpoints,
    aws_security_group_rule.host_to_outside,
    aws_security_group_rule.host_to_s3,
  ]
}

output "database_group_id" {
  description = "Security group of: MySQL."
  value       = aws_security_group.database.id

  depends_on = [
    aws_security_group_rule.database_from_web,
    aws_security_group_rule.database_to_database,
    aws_security_group_rule.database_from_database,
    aws_security_group_rule.database_to_endpoints,
    aws_security_group_rule.database_to_outside,
    aws_security_group_rule.database_to_s3,
  ]
}

output "uploads_group_id" {
  description = "Security group of: the file system of the uploads."
  value       = one(aws_security_group.uploads[*].id)

  depends_on = [
    aws_security_group_rule.uploads_from_web,
    aws_security_group_rule.uploads_from_host,
  ]
}

# Before its rules: those to S3 need an endpoint's addresses.
output "endpoints_group_id" {
  description = "Security group of the VPC endpoints."
  value       = one(aws_security_group.endpoints[*].id)
}

output "kms_key_arn" {
  description = "The key."
  value       = aws_kms_key.this.arn
}

output "session_policy" {
  description = "Policy of instances that are reached through Systems Manager."
  value       = data.aws_iam_policy_document.sessions.json
}

output "secret_arns" {
  description = "ARN of every secret by name, such as database-wordpress."
  value       = { for name, logical in local.logical : name => aws_cloudformation_stack.secrets.outputs[logical] }
}

output "salts" {
  description = "WordPress's salts: the secret of auth-key is wordpress-auth-key."
  value       = local.salts
}

output "secret_names" {
  description = "Name of every secret, such as groundtruth/database/wordpress for database-wordpress."
  value       = local.names
}
