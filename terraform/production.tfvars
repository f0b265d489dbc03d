# Two zones, replicas and autoscaling, HTTPS, WAF, CloudFront, shared uploads, backups, alarms.
# Yours to give beside this file: domain_name, certificate_arn, cloudfront_certificate_arn, alarm_emails, owner.
zones        = 2
zones_in_use = 2
nat_per_zone = true
flow_logs    = true

wordpress_tasks     = 2
wordpress_tasks_max = 8
wordpress_cpu       = 1024
wordpress_memory    = 1024
shared_uploads      = true

container_instance_type = "m5.large"
container_instances     = { min = 2, max = 8 }

waf         = true
cloudfront  = true
access_logs = true

database_tier          = "ec2"
database_instance_type = "m5.large"
database_volume_gib    = 100
database_replica       = true
deletion_protection    = true

backups            = true
alarms             = true
log_retention_days = 90
