output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "Public subnet by zone."
  value       = { for zone, subnet in aws_subnet.public : zone => subnet.id }

  # What has public addresses there needs the gateway when it is made, and has to be gone before the gateway goes.
  depends_on = [aws_route.public_internet, aws_route_table_association.public]
}

output "web_subnet_ids" {
  description = "Subnet of WordPress by zone."
  value       = { for zone, subnet in aws_subnet.web : zone => subnet.id }
}

output "database_subnet_ids" {
  description = "Subnet of the database by zone."
  value       = { for zone, subnet in aws_subnet.database : zone => subnet.id }
}

output "subnet_cidrs" {
  description = "IPv4 blocks by tier and zone."
  value       = { public = local.public, web = local.web, database = local.database }
}

output "nat_addresses" {
  description = "Public addresses that connections to the outside come from, by zone."
  value       = { for zone, address in aws_eip.nat : zone => address.public_ip }
}

output "s3_prefix_list_id" {
  description = "The addresses of S3, where VPC endpoints are used."
  value       = one(aws_vpc_endpoint.s3[*].prefix_list_id)
}

# Whoever needs a way out waits for it, and keeps it until it is gone itself.
output "ready" {
  description = "Known when routes and endpoints are there."
  value       = "ready"

  depends_on = [
    aws_route.private_internet,
    aws_route.private_internet_elsewhere,
    aws_route_table_association.web,
    aws_route_table_association.database,
    aws_vpc_endpoint.interface,
    aws_vpc_endpoint.s3,
  ]
}
