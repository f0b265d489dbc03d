package dev.groundtruth.verification.plan;

import static dev.groundtruth.verification.plan.StackRule.ALARMS_HAVE_ACTIONS;
import static dev.groundtruth.verification.plan.StackRule.BACKUP_TAKES_DATABASE_AND_UPLOADS;
import static dev.groundtruth.verification.plan.StackRule.CLOSED_PAGES_ARE_CLOSED;
import static dev.groundtruth.verification.plan.StackRule.ENCRYPTED_AT_REST;
import static dev.groundtruth.verification.plan.StackRule.ENCRYPTED_IN_TRANSIT;
import static dev.groundtruth.verification.plan.StackRule.EVERYTHING_IS_TAGGED;
import static dev.groundtruth.verification.plan.StackRule.METADATA_WITH_TOKENS_ONLY;
import static dev.groundtruth.verification.plan.StackRule.NO_LITERAL_SECRET;
import static dev.groundtruth.verification.plan.StackRule.NO_PUBLIC_ADDRESS_OUTSIDE_PUBLIC_SUBNETS;
import static dev.groundtruth.verification.plan.StackRule.NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE;
import static dev.groundtruth.verification.plan.StackRule.WORDPRESS_IS_ROLLED_OUT_SAFELY;

/** Small mistakes in the configuration, and what has to be found of each. */
enum StackBreak {
  SUBNET_GIVES_PUBLIC_ADDRESSES(
      "modules/network/main.tf",
      "map_public_ip_on_launch = false",
      "map_public_ip_on_launch = true",
      NO_PUBLIC_ADDRESS_OUTSIDE_PUBLIC_SUBNETS,
      "module.network.aws_subnet.database[\"eu-west-3a\"] gives public addresses"),
  DATABASE_HAS_A_PUBLIC_ADDRESS(
      "modules/database/ec2.tf",
      "associate_public_ip_address = false",
      "associate_public_ip_address = true",
      NO_PUBLIC_ADDRESS_OUTSIDE_PUBLIC_SUBNETS,
      "module.database.aws_instance.source[0] has a public address"),
  PRIVATE_SUBNETS_LEAD_TO_THE_INTERNET(
      "modules/network/main.tf",
      "nat_gateway_id         = aws_nat_gateway.this[each.key].id",
      "gateway_id             = aws_internet_gateway.this.id",
      NO_PUBLIC_ADDRESS_OUTSIDE_PUBLIC_SUBNETS,
      "leads private subnets to the internet"),
  DATA_VOLUME_IN_THE_CLEAR(
      "modules/database/ec2.tf",
      "encrypted         = true",
      "encrypted         = false",
      ENCRYPTED_AT_REST,
      "module.database.aws_ebs_volume.source[0] is not encrypted"),
  ROOT_VOLUME_IN_THE_CLEAR(
      "modules/database/ec2.tf",
      "encrypted   = true",
      "encrypted   = false",
      ENCRYPTED_AT_REST,
      "module.database.aws_instance.replica[0] has a root volume that is not encrypted"),
  HOSTS_IN_THE_CLEAR(
      "modules/web/hosts.tf",
      "encrypted             = true",
      "encrypted             = false",
      ENCRYPTED_AT_REST,
      "module.web.aws_launch_template.host has a volume that is not encrypted"),
  UPLOADS_IN_THE_CLEAR(
      "modules/uploads/main.tf",
      "encrypted  = true",
      "encrypted  = false",
      ENCRYPTED_AT_REST,
      "module.uploads[0].aws_efs_file_system.this is not encrypted"),
  LOGS_WITHOUT_THE_KEY(
      "modules/web/service.tf",
      "  kms_key_id        = var.kms_key_arn\n",
      "",
      ENCRYPTED_AT_REST,
      "module.web.aws_cloudwatch_log_group.wordpress is not encrypted"),
  SECRETS_WITHOUT_THE_KEY(
      "modules/security/secrets.tf",
      "KmsKeyId = { Ref = \"Key\" }",
      "KmsKeyId = \"alias/aws/secretsmanager\"",
      ENCRYPTED_AT_REST,
      "has the secret DatabaseWordpress without the stack's key"),
  KEY_IS_NOT_ROTATED(
      "modules/security/key.tf",
      "enable_key_rotation     = true",
      "enable_key_rotation     = false",
      ENCRYPTED_AT_REST,
      "module.security.aws_kms_key.this is a key that is not rotated"),
  OLD_TLS_AT_THE_LOAD_BALANCER(
      "modules/edge/main.tf",
      "ELBSecurityPolicy-TLS13-1-2-2021-06",
      "ELBSecurityPolicy-2016-08",
      ENCRYPTED_IN_TRANSIT,
      "module.edge.aws_lb_listener.https[0] accepts old versions of TLS"),
  OLD_TLS_AT_CLOUDFRONT(
      "modules/edge/cloudfront.tf",
      "TLSv1.2_2021",
      "TLSv1",
      ENCRYPTED_IN_TRANSIT,
      "module.edge.aws_cloudfront_distribution.this[0] serves visitors without TLS 1.2"),
  METADATA_WITHOUT_TOKENS(
      "modules/web/hosts.tf",
      "http_tokens                 = \"required\"",
      "http_tokens                 = \"optional\"",
      METADATA_WITH_TOKENS_ONLY,
      "module.web.aws_launch_template.host answers metadata requests without a token"),
  PASSWORD_IN_USER_DATA(
      "modules/web/hosts.tf",
      "    ECS_AWSVPC_BLOCK_IMDS=true\n",
      "    ECS_AWSVPC_BLOCK_IMDS=true\n    DB_PASSWORD=groundtruth-canary-1f9c\n",
      NO_LITERAL_SECRET,
      "module.web.aws_launch_template.host has a literal secret in user_data"),
  PASSWORD_AS_AN_OUTPUT(
      "outputs.tf",
      "  value       = var.wordpress_tasks\n",
      "  value       = { tasks = var.wordpress_tasks, password = \"groundtruth-canary-1f9c\" }\n",
      NO_LITERAL_SECRET,
      "output.wordpress_tasks has a literal secret: password"),
  EVERYTHING_ON_EVERYTHING(
      "modules/web/roles.tf",
      "[\"ecr:GetAuthorizationToken\"]",
      "[\"ecr:*\"]",
      NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE,
      "module.web.data.aws_iam_policy_document.execution allows [ecr:*] on everything"),
  ADMINISTRATORS_AS_HOSTS(
      "modules/web/hosts.tf",
      "policy/AmazonSSMManagedInstanceCore",
      "policy/AdministratorAccess",
      NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE,
      "aws_iam_role_policy_attachment.session_manager attaches a policy that nobody has looked at"),
  ALARMS_FOR_NOBODY(
      "modules/observability/main.tf",
      "  alarm_actions       = [aws_sns_topic.alarms.arn]\n",
      "",
      ALARMS_HAVE_ACTIONS,
      "aws_cloudwatch_metric_alarm.this[\"site-errors\"] tells nobody"),
  UPLOADS_WITHOUT_BACKUP(
      "main.tf",
      "concat(module.database.backup_arns, module.uploads[*].file_system_arn)",
      "module.database.backup_arns",
      BACKUP_TAKES_DATABASE_AND_UPLOADS,
      "aws_backup_selection does not select the uploads"),
  DATABASE_WITHOUT_BACKUP(
      "modules/database/outputs.tf",
      "concat(aws_ebs_volume.source[*].arn, aws_db_instance.this[*].arn)",
      "aws_ebs_volume.replica[*].arn",
      BACKUP_TAKES_DATABASE_AND_UPLOADS,
      "aws_backup_selection does not select the database"),
  BACKUPS_FOR_EVER(
      "modules/backup/main.tf",
      "delete_after = var.retention_days",
      "delete_after = null",
      BACKUP_TAKES_DATABASE_AND_UPLOADS,
      "module.backup[0].aws_backup_plan.this keeps backups for ever"),
  NOTHING_EXPIRES(
      "main.tf",
      "    Expires = var.expires\n",
      "",
      EVERYTHING_IS_TAGGED,
      "module.network.aws_vpc.this has no tag [Expires]"),
  HOSTS_WITHOUT_TAGS(
      "modules/web/hosts.tf",
      "propagate_at_launch = true",
      "propagate_at_launch = false",
      EVERYTHING_IS_TAGGED,
      "aws_autoscaling_group.host (what it launches) has no tag [Expires, Owner, Project, Run]"),
  VOLUMES_WITHOUT_TAGS(
      "modules/web/hosts.tf",
      "toset([\"instance\", \"network-interface\", \"volume\"])",
      "toset([\"instance\"])",
      EVERYTHING_IS_TAGGED,
      "module.web.aws_launch_template.host tags only [instance] of what is launched"),
  XMLRPC_WITH_TWO_SLASHES(
      "modules/edge/rules.tf",
      "\"*/xmlrpc.php*\"",
      "\"/xmlrpc.php\"",
      CLOSED_PAGES_ARE_CLOSED,
      "nothing closes */xmlrpc.php*"),
  NO_WAY_BACK(
      "modules/web/service.tf",
      "rollback = true",
      "rollback = false",
      WORDPRESS_IS_ROLLED_OUT_SAFELY,
      "module.web.aws_ecs_service.wordpress does not roll back"),
  WRONG_CONTAINER_PORT(
      "modules/web/service.tf",
      "container_port   = 80\n",
      "container_port   = 8080\n",
      WORDPRESS_IS_ROLLED_OUT_SAFELY,
      "module.web.aws_ecs_service.wordpress is not reached on port 80");

  private final String file;
  private final String text;
  private final String by;
  private final StackRule rule;
  private final String finding;

  StackBreak(String file, String text, String by, StackRule rule, String finding) {
    this.file = file;
    this.text = text;
    this.by = by;
    this.rule = rule;
    this.finding = finding;
  }

  String file() {
    return file;
  }

  String text() {
    return text;
  }

  String by() {
    return by;
  }

  StackRule rule() {
    return rule;
  }

  String finding() {
    return finding;
  }
}
