output "host" {
  description = "The one name of the database."
  value       = local.host

  depends_on = [aws_route53_record.database]
}

output "port" {
  description = "The port."
  value       = 3306
}

output "schema" {
  description = "The schema."
  value       = local.schema
}

output "user" {
  description = "WordPress's user; the password is in the secret database-wordpress."
  value       = local.user
}

output "administrator_secret" {
  description = "Whether the installer has to make WordPress's user, with the secret database-administrator."
  value       = local.on_rds
}

output "instance_ids" {
  description = "EC2 instances, the source first."
  value       = concat(aws_instance.source[*].id, aws_instance.replica[*].id)
}

output "rds_identifier" {
  description = "The RDS instance."
  value       = one(aws_db_instance.this[*].identifier)
}

output "image_id" {
  description = "Image of the EC2 instances."
  value       = one(aws_instance.source[*].ami)
}

output "private_addresses" {
  description = "Private addresses of the EC2 instances, the source first."
  value       = concat(aws_instance.source[*].private_ip, aws_instance.replica[*].private_ip)
}

output "backup_arns" {
  description = "What a backup has to take: the data volume's instance or the RDS instance."
  value       = concat(aws_ebs_volume.source[*].arn, aws_db_instance.this[*].arn)
}

output "volume_ids" {
  description = "Data volumes, the source's first."
  value       = concat(aws_ebs_volume.source[*].id, aws_ebs_volume.replica[*].id)
}

output "metrics_namespace" {
  description = "Namespace in CloudWatch where the replica on EC2 says how far it is behind. Null: there is none."
  value       = local.metrics_namespace
}

output "instances" {
  description = "EC2 instances by role."
  value = merge(
    local.on_ec2 ? { source = aws_instance.source[0].id } : {},
    local.on_ec2 && var.replica ? { replica = aws_instance.replica[0].id } : {},
  )
}
