resource "aws_appautoscaling_target" "wordpress" {
  count = var.tasks_max == null ? 0 : 1

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.this.name}/${aws_ecs_service.wordpress.name}"
  min_capacity       = var.tasks
  max_capacity       = var.tasks_max
}

resource "aws_appautoscaling_policy" "wordpress" {
  for_each = var.tasks_max == null ? {} : {
    cpu      = { metric = "ECSServiceAverageCPUUtilization", target = 60, label = null }
    requests = { metric = "ALBRequestCountPerTarget", target = 1000, label = var.request_metric }
  }

  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.wordpress[0].service_namespace
  scalable_dimension = aws_appautoscaling_target.wordpress[0].scalable_dimension
  resource_id        = aws_appautoscaling_target.wordpress[0].resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.target
    scale_in_cooldown  = 300
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
      resource_label         = each.value.label
    }
  }
}
