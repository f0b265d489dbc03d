locals {
  load_balancer = { LoadBalancer = var.load_balancer }
  target_group  = { LoadBalancer = var.load_balancer, TargetGroup = var.target_group }
  service       = { ClusterName = var.cluster_name, ServiceName = var.service_name }

  # Each says what to look at. A metric that is missing means what "missing" says. A period is 60 s unless it says another.
  alarms = merge(
    {
      site-errors = {
        what      = "Visitors get errors from WordPress: look at the log group of WordPress.", namespace = "AWS/ApplicationELB",
        metric    = "HTTPCode_Target_5XX_Count", dimensions = local.load_balancer, statistic = "Sum", comparison = "GreaterThanThreshold",
        threshold = 10, periods = 5, missing = "notBreaching"
      }
      load-balancer-errors = {
        what      = "The load balancer answers errors itself: no task is in service, or none answers in time.", namespace = "AWS/ApplicationELB",
        metric    = "HTTPCode_ELB_5XX_Count", dimensions = local.load_balancer, statistic = "Sum", comparison = "GreaterThanThreshold",
        threshold = 5, periods = 5, missing = "notBreaching"
      }
      # Every node of the load balancer counts for itself. AWS recommends to look at what all of them find, which is the Minimum
      # of the unhealthy and so the Maximum of the healthy.
      # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
      healthy-tasks = {
        what      = "Fewer tasks are in service than there should be at least: look at the events of the ECS service.", namespace = "AWS/ApplicationELB",
        metric    = "HealthyHostCount", dimensions = local.target_group, statistic = "Maximum", comparison = "LessThanThreshold",
        threshold = var.tasks, periods = 5, missing = "breaching"
      }
      slow-pages = {
        what      = "One page in twenty takes longer than 3 s.", namespace = "AWS/ApplicationELB",
        metric    = "TargetResponseTime", dimensions = local.load_balancer, statistic = "p95", comparison = "GreaterThanThreshold",
        threshold = 3, periods = 10, missing = "notBreaching"
      }
      service-cpu = {
        what      = "WordPress's tasks use nearly all of the processors that they may.", namespace = "AWS/ECS",
        metric    = "CPUUtilization", dimensions = local.service, statistic = "Average", comparison = "GreaterThanThreshold",
        threshold = 85, periods = 10, missing = "breaching"
      }
      service-memory = {
        what      = "WordPress's tasks use nearly all of their memory; what needs more is ended.", namespace = "AWS/ECS",
        metric    = "MemoryUtilization", dimensions = local.service, statistic = "Average", comparison = "GreaterThanThreshold",
        threshold = 85, periods = 10, missing = "breaching"
      }
    },
    {
      for role, id in var.database_instances : "database-${role}-status" => {
        what      = "The database's instance (${role}) or its hardware fails its checks.", namespace = "AWS/EC2",
        metric    = "StatusCheckFailed", dimensions = { InstanceId = id }, statistic = "Maximum", comparison = "GreaterThanThreshold",
        threshold = 0, periods = 2, missing = "breaching"
      }
    },
    {
      for role, id in var.database_instances : "database-${role}-cpu" => {
        what      = "The database's instance (${role}) is busy: look for slow queries, or give it more.", namespace = "AWS/EC2",
        metric    = "CPUUtilization", dimensions = { InstanceId = id }, statistic = "Average", comparison = "GreaterThanThreshold",
        threshold = 85, periods = 10, missing = "breaching"
      }
    },
    var.replica ? {
      # Silent when it does not follow, and then it is a copy of what was.
      database-replica-lag = {
        what      = "The database's replica is more than 5 min behind, or does not follow: look at SHOW REPLICA STATUS.", namespace = var.replica_namespace,
        metric    = "ReplicationLag", dimensions = {}, statistic = "Maximum", comparison = "GreaterThanThreshold",
        threshold = 300, periods = 3, period = 300, missing = "breaching"
      }
    } : {},
    var.rds ? {
      database-cpu = {
        what      = "The database is busy: look for slow queries, or give it more.", namespace = "AWS/RDS",
        metric    = "CPUUtilization", dimensions = { DBInstanceIdentifier = var.rds_identifier }, statistic = "Average", comparison = "GreaterThanThreshold",
        threshold = 85, periods = 10, missing = "breaching"
      }
      database-space = {
        what      = "Less than a tenth of the database's volume is free.", namespace = "AWS/RDS",
        metric    = "FreeStorageSpace", dimensions = { DBInstanceIdentifier = var.rds_identifier }, statistic = "Minimum", comparison = "LessThanThreshold",
        threshold = var.rds_volume_gib * 107374182, periods = 5, missing = "breaching"
      }
    } : {},
    var.backups ? {
      backup-failed = {
        what      = "A backup failed: look at the jobs of AWS Backup.", namespace = "AWS/Backup",
        metric    = "NumberOfBackupJobsFailed", dimensions = { BackupVaultName = var.backup_vault_name }, statistic = "Sum", comparison = "GreaterThanThreshold",
        threshold = 0, periods = 1, missing = "notBreaching"
      }
    } : {},
  )
}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.kms_key_arn

  tags = { Name = "${var.name}-alarms" }
}

resource "aws_sns_topic_subscription" "email" {
  for_each = toset(var.emails)

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.what
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = lookup(each.value, "period", 60)
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  tags = { Name = "${var.name}-${each.key}" }
}

locals {
  widgets = [
    { title = "Requests and errors", metrics = [
      ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", var.load_balancer, { stat = "Sum" }],
      ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", var.load_balancer, { stat = "Sum" }],
      ["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "LoadBalancer", var.load_balancer, { stat = "Sum" }],
    ] },
    { title = "Time to answer", metrics = [
      ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", var.load_balancer, { stat = "p50" }],
      ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", var.load_balancer, { stat = "p95" }],
    ] },
    { title = "Tasks in service", metrics = [
      ["AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer", var.load_balancer, "TargetGroup", var.target_group, { stat = "Maximum" }],
    ] },
    { title = "WordPress: processor and memory", metrics = [
      ["AWS/ECS", "CPUUtilization", "ClusterName", var.cluster_name, "ServiceName", var.service_name, { stat = "Average" }],
      ["AWS/ECS", "MemoryUtilization", "ClusterName", var.cluster_name, "ServiceName", var.service_name, { stat = "Average" }],
    ] },
    { title = "Database: processor", metrics = concat(
      [for id in values(var.database_instances) : ["AWS/EC2", "CPUUtilization", "InstanceId", id, { stat = "Average" }]],
      var.rds ? [["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", var.rds_identifier, { stat = "Average" }]] : [],
    ) },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [
      for index, widget in local.widgets : {
        type   = "metric"
        x      = index % 2 * 12
        y      = floor(index / 2) * 6
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          region  = var.region
          period  = 60
          view    = "timeSeries"
          metrics = widget.metrics
        }
      }
    ]
  })
}

output "topic_arn" {
  description = "What alarms are sent to."
  value       = aws_sns_topic.alarms.arn
}

output "alarm_names" {
  description = "The alarms."
  value       = sort([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name])
}

output "dashboard_name" {
  description = "The dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}
