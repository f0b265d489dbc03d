output "file_system_id" {
  description = "The file system."
  value       = aws_efs_file_system.this.id

  # It can be mounted when there are targets and a policy.
  depends_on = [aws_efs_mount_target.this, aws_efs_file_system_policy.this]
}

output "file_system_arn" {
  description = "The file system."
  value       = aws_efs_file_system.this.arn
}

output "access_point_id" {
  description = "WordPress's way into it."
  value       = aws_efs_access_point.uploads.id
}

output "access_point_arn" {
  description = "WordPress's way into it."
  value       = aws_efs_access_point.uploads.arn
}
