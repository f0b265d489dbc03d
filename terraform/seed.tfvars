# The smallest that works: one zone in use, one WordPress container, MySQL on EC2, plain HTTP.
zones        = 2 # a load balancer needs subnets in two
zones_in_use = 1

wordpress_tasks     = 1
container_instances = { min = 1, max = 2 }

database_tier = "ec2"

log_retention_days = 7
