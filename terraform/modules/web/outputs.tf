output "cluster_name" {
  description = "The ECS cluster."
  value       = aws_ecs_cluster.this.name
}

output "service_name" {
  description = "The ECS service."
  value       = aws_ecs_service.wordpress.name
}

output "task_definition_arn" {
  description = "The task definition of WordPress."
  value       = aws_ecs_task_definition.wordpress.arn
}

output "installer_task_definition_arn" {
  description = "The task definition of the installer."
  value       = aws_ecs_task_definition.installer.arn
}

output "capacity_provider_name" {
  description = "What gives tasks their hosts."
  value       = aws_ecs_capacity_provider.host.name
}

output "autoscaling_group_name" {
  description = "The hosts."
  value       = aws_autoscaling_group.host.name
}

output "task_role_arn" {
  description = "What a task may do."
  value       = aws_iam_role.task.arn
}

output "log_group_name" {
  description = "Where WordPress logs."
  value       = aws_cloudwatch_log_group.wordpress.name
}
