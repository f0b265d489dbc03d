locals {
  # What a host, a task and a database instance talk to; EC2 is asked by ECS's agent for its host's tags.
  services = var.endpoints ? toset(concat([
    "ec2", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "ec2messages", "elasticfilesystem", "kms", "logs",
    "secretsmanager", "ssm", "ssmmessages",
  ], var.metrics_endpoint ? ["monitoring"] : [])) : toset([])
}

resource "aws_vpc_endpoint" "interface" {
  for_each = local.services

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${local.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [for subnet in aws_subnet.web : subnet.id]
  security_group_ids  = [var.endpoint_security_group_id]
  private_dns_enabled = true

  tags = { Name = "${var.name}-${each.key}" }
}

# The layers of ECR's images are in S3.
resource "aws_vpc_endpoint" "s3" {
  count = var.endpoints ? 1 : 0

  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${local.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [for table in aws_route_table.private : table.id]

  tags = { Name = "${var.name}-s3" }
}
