package dev.groundtruth.verification.plan;

import static dev.groundtruth.verification.plan.BrokenPlan.FIRST;
import static dev.groundtruth.verification.plan.BrokenPlan.NOT_OPEN;
import static dev.groundtruth.verification.plan.BrokenPlan.ON_RDS;
import static dev.groundtruth.verification.plan.BrokenPlan.SECOND;
import static dev.groundtruth.verification.plan.BrokenPlan.SECOND_ON_RDS;
import static dev.groundtruth.verification.plan.StackRule.ALARMS_HAVE_ACTIONS;
import static dev.groundtruth.verification.plan.StackRule.BACKUP_TAKES_DATABASE_AND_UPLOADS;
import static dev.groundtruth.verification.plan.StackRule.CACHED_BY_WHO_READS_IT;
import static dev.groundtruth.verification.plan.StackRule.CLOSED_PAGES_ARE_CLOSED;
import static dev.groundtruth.verification.plan.StackRule.COMMANDS_IN_TASKS_ARE_LOGGED;
import static dev.groundtruth.verification.plan.StackRule.CONNECTIONS_ARE_LOGGED;
import static dev.groundtruth.verification.plan.StackRule.ENCRYPTED_AT_REST;
import static dev.groundtruth.verification.plan.StackRule.ENCRYPTED_IN_TRANSIT;
import static dev.groundtruth.verification.plan.StackRule.EVERYTHING_IS_TAGGED;
import static dev.groundtruth.verification.plan.StackRule.FIREWALL_IS_BEFORE_THE_SITE;
import static dev.groundtruth.verification.plan.StackRule.LOGS_ARE_KEPT_FOR_SOME_TIME;
import static dev.groundtruth.verification.plan.StackRule.METADATA_WITH_TOKENS_ONLY;
import static dev.groundtruth.verification.plan.StackRule.NOBODY_IS_LET_IN_BEFORE_THE_INSTALLER;
import static dev.groundtruth.verification.plan.StackRule.NO_LITERAL_SECRET;
import static dev.groundtruth.verification.plan.StackRule.NO_PUBLIC_ADDRESS_OUTSIDE_PUBLIC_SUBNETS;
import static dev.groundtruth.verification.plan.StackRule.NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE;
import static dev.groundtruth.verification.plan.StackRule.ONLY_CLOUDFRONT_IS_LET_IN;
import static dev.groundtruth.verification.plan.StackRule.OUTPUTS_SHOW_NO_SECRET;
import static dev.groundtruth.verification.plan.StackRule.PROTECTED_FROM_DELETION;
import static dev.groundtruth.verification.plan.StackRule.SITE_HAS_ITS_NAME;
import static dev.groundtruth.verification.plan.StackRule.TASKS_SCALE;
import static dev.groundtruth.verification.plan.StackRule.WORDPRESS_IS_ROLLED_OUT_SAFELY;

/** Small mistakes in the configuration, one for everything a rule can find, and what is found. */
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
      "module.web.aws_cloudwatch_log_group.wordpress has another key than the stack's"),
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
      "modules/web/hosts.tf",
      "[\"ecs:DiscoverPollEndpoint\", \"ec2:DescribeTags\"]",
      "[\"ecs:*\"]",
      NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE,
      "module.web.data.aws_iam_policy_document.host allows [ecs:*] on everything"),
  ADMINISTRATORS_AS_BACKUP(
      "modules/backup/main.tf",
      "policy/service-role/AWSBackupServiceRolePolicyForBackup",
      "policy/AdministratorAccess",
      NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE,
      "aws_iam_role_policy_attachment.backup attaches a policy that nobody has looked at"),
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
      "module.web.aws_ecs_service.wordpress is not reached on port 80"),
  DATA_VOLUME_WITH_ANOTHER_KEY(
      "modules/database/ec2.tf",
      "  kms_key_id        = var.kms_key_arn\n",
      "",
      ENCRYPTED_AT_REST,
      "module.database.aws_ebs_volume.source[0] has another key than the stack's"),
  ROOT_VOLUME_WITH_ANOTHER_KEY(
      "modules/database/ec2.tf",
      "    kms_key_id  = var.kms_key_arn\n",
      "",
      ENCRYPTED_AT_REST,
      "module.database.aws_instance.source[0] has another key than the stack's"),
  HOSTS_WITH_ANOTHER_KEY(
      "modules/web/hosts.tf",
      "      kms_key_id            = var.kms_key_arn\n",
      "",
      ENCRYPTED_AT_REST,
      "module.web.aws_launch_template.host has another key than the stack's"),
  UPLOADS_WITH_ANOTHER_KEY(
      "modules/uploads/main.tf",
      "  kms_key_id = var.kms_key_arn\n",
      "",
      ENCRYPTED_AT_REST,
      "module.uploads[0].aws_efs_file_system.this has another key than the stack's"),
  ALARMS_WITHOUT_THE_KEY(
      "modules/observability/main.tf",
      "  kms_master_key_id = var.kms_key_arn\n",
      "  kms_master_key_id = \"alias/aws/sns\"\n",
      ENCRYPTED_AT_REST,
      "module.observability[0].aws_sns_topic.alarms has another key than the stack's"),
  BACKUPS_WITHOUT_THE_KEY(
      "modules/backup/main.tf",
      "  kms_key_arn = var.kms_key_arn\n",
      "",
      ENCRYPTED_AT_REST,
      "module.backup[0].aws_backup_vault.this has another key than the stack's"),
  BUCKET_IN_THE_CLEAR(
      "modules/edge/logs.tf",
      "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"logs\" {\n  count = var.access_logs ? 1 : 0",
      "resource \"aws_s3_bucket_server_side_encryption_configuration\" \"logs\" {\n  count = 0",
      ENCRYPTED_AT_REST,
      "aws_s3_bucket without aws_s3_bucket_server_side_encryption_configuration"),
  RDS_IN_THE_CLEAR(
      ON_RDS,
      "modules/database/rds.tf",
      "storage_encrypted     = true",
      "storage_encrypted     = false",
      ENCRYPTED_AT_REST,
      "module.database.aws_db_instance.this[0] is not encrypted"),
  RDS_WITH_ANOTHER_KEY(
      SECOND_ON_RDS,
      "modules/database/rds.tf",
      "  storage_encrypted     = true\n  kms_key_id            = var.kms_key_arn\n",
      "  storage_encrypted     = true\n",
      ENCRYPTED_AT_REST,
      "module.database.aws_db_instance.this[0] has another key than the stack's"),
  HTTP_BESIDE_HTTPS(
      "modules/edge/main.tf",
      "    type             = local.https ? \"redirect\" : local.default_action\n    target_group_arn = local.https || local.default_action != \"forward\" ? null : aws_lb_target_group.web.arn",
      "    type             = \"forward\"\n    target_group_arn = aws_lb_target_group.web.arn",
      ENCRYPTED_IN_TRANSIT,
      "module.edge.aws_lb_listener.http serves plain HTTP beside HTTPS"),
  CLOUDFRONT_WITHOUT_HTTPS(
      "modules/edge/cloudfront.tf",
      "viewer_protocol_policy   = \"redirect-to-https\"",
      "viewer_protocol_policy   = \"allow-all\"",
      ENCRYPTED_IN_TRANSIT,
      "module.edge.aws_cloudfront_distribution.this[0] serves visitors without HTTPS"),
  RDS_WITHOUT_TLS(
      ON_RDS,
      "modules/database/rds.tf",
      "    name  = \"require_secure_transport\"\n    value = \"1\"",
      "    name  = \"require_secure_transport\"\n    value = \"0\"",
      ENCRYPTED_IN_TRANSIT,
      "module.database.aws_db_parameter_group.this[0] lets clients in without TLS"),
  UPLOADS_WITHOUT_TLS(
      "modules/web/service.tf",
      "transit_encryption = \"ENABLED\"",
      "transit_encryption = \"DISABLED\"",
      ENCRYPTED_IN_TRANSIT,
      "module.web.aws_ecs_task_definition.wordpress mounts a file system without TLS"),
  METADATA_OF_THE_DATABASE_WITHOUT_TOKENS(
      "modules/database/ec2.tf",
      "http_tokens                 = \"required\"",
      "http_tokens                 = \"optional\"",
      METADATA_WITH_TOKENS_ONLY,
      "module.database.aws_instance.source[0] answers metadata requests without a token"),
  METADATA_FOR_CONTAINERS(
      "modules/web/hosts.tf",
      "http_put_response_hop_limit = 1",
      "http_put_response_hop_limit = 2",
      METADATA_WITH_TOKENS_ONLY,
      "module.web.aws_launch_template.host answers metadata requests of containers"),
  PASSWORD_IN_A_VARIABLE(
      "variables.tf",
      "  default     = \"Groundtruth\"\n",
      "  default     = \"password=groundtruth-canary-1f9c\"\n",
      NO_LITERAL_SECRET,
      "var.site_title has a literal secret in site_title"),
  EVERYTHING_IN_A_WRITTEN_POLICY(
      "modules/database/ec2.tf",
      "policy = var.session_policy",
      "policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"ssm:*\", Resource = \"*\" }] })",
      NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE,
      "module.database.aws_iam_role_policy.sessions[0] allows a wildcard on everything"),
  KEY_FOR_EVERYBODY(
      "modules/security/key.tf",
      "for_each = local.by_auto_scaling",
      "for_each = {}",
      NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE,
      "module.security.data.aws_iam_policy_document.key lets everybody call [kms:Decrypt,"),
  GRANTS_FOR_ANYTHING(
      "modules/security/key.tf",
      "variable = \"kms:GrantIsForAWSResource\"",
      "variable = \"aws:SecureTransport\"",
      NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE,
      "module.security.data.aws_iam_policy_document.key lets grants be made for others than AWS's services"),
  METRICS_OF_ANY_NAMESPACE(
      "modules/database/ec2.tf",
      "variable = \"cloudwatch:namespace\"",
      "variable = \"aws:SecureTransport\"",
      NO_WILDCARD_ACTION_ON_WILDCARD_RESOURCE,
      "module.database.data.aws_iam_policy_document.database lets metrics of any namespace be put"),
  SILENT_REPLICA(
      "modules/observability/main.tf",
      "threshold = 300, periods = 3, period = 300, missing = \"breaching\"",
      "threshold = 300, periods = 3, period = 300, missing = \"notBreaching\"",
      ALARMS_HAVE_ACTIONS,
      "nobody hears of a replica that stops following"),
  NO_ALARMS(
      SECOND,
      "modules/observability/main.tf",
      "for_each = local.alarms",
      "for_each = {}",
      ALARMS_HAVE_ACTIONS,
      "hardly anything has an alarm"),
  NOBODY_LISTENS(
      "modules/observability/main.tf",
      "for_each = toset(var.emails)",
      "for_each = toset([])",
      ALARMS_HAVE_ACTIONS,
      "aws_sns_topic has no subscriber"),
  BACKUP_OF_NOTHING(
      SECOND,
      "modules/backup/main.tf",
      "  resources    = var.arns\n",
      "  resources    = []\n",
      BACKUP_TAKES_DATABASE_AND_UPLOADS,
      "module.backup[0].aws_backup_selection.this selects nothing"),
  LOGS_FOR_EVER(
      "modules/web/service.tf",
      "  retention_in_days = var.log_retention_days\n",
      "",
      LOGS_ARE_KEPT_FOR_SOME_TIME,
      "module.web.aws_cloudwatch_log_group.wordpress keeps logs for ever"),
  INSIGHTS_MAKES_ITS_OWN_LOG_GROUP(
      "modules/web/hosts.tf",
      "/aws/ecs/containerinsights/${var.name}/performance",
      "/${var.name}/insights",
      LOGS_ARE_KEPT_FOR_SOME_TIME,
      "module.web.aws_ecs_cluster.this leaves it to Container Insights to make a log group"),
  HOST_VOLUMES_WITH_A_NAME_ONLY(
      "modules/web/hosts.tf",
      "tags          = merge(var.tags, { Name = \"${var.name}-host\" })",
      "tags          = { Name = \"${var.name}-host\" }",
      EVERYTHING_IS_TAGGED,
      "module.web.aws_launch_template.host (its instance) has no tag [Expires, Owner, Project, Run]"),
  ROOT_VOLUME_WITH_A_NAME_ONLY(
      "modules/database/ec2.tf",
      "tags        = merge(var.tags, {",
      "tags        = merge({}, {",
      EVERYTHING_IS_TAGGED,
      "module.database.aws_instance.source[0] (its root volume) has no tag [Expires, Owner, Project, Run]"),
  INTERFACE_WITH_A_NAME_ONLY(
      "modules/database/ec2.tf",
      "for_each = local.on_ec2 && var.replica ? merge(var.tags, {",
      "for_each = local.on_ec2 && var.replica ? merge({}, {",
      EVERYTHING_IS_TAGGED,
      "module.database.aws_instance.replica[0] (its network interface) has no tag [Expires, Owner, Project, Run]"),
  RECOVERY_POINTS_WITHOUT_TAGS(
      "modules/backup/main.tf",
      "    recovery_point_tags = var.tags\n",
      "",
      EVERYTHING_IS_TAGGED,
      "module.backup[0].aws_backup_plan.this (its recovery points) has no tag [Expires, Owner, Project, Run]"),
  TASKS_WITHOUT_TAGS(
      "modules/web/service.tf",
      "  propagate_tags                     = \"SERVICE\"\n",
      "",
      EVERYTHING_IS_TAGGED,
      "module.web.aws_ecs_service.wordpress does not tag its tasks"),
  HEALTH_CHECK_ASKS_THE_DATABASE(
      "modules/edge/main.tf",
      "\"/wp-includes/images/blank.gif\"",
      "\"/wp-login.php\"",
      WORDPRESS_IS_ROLLED_OUT_SAFELY,
      "module.edge.aws_lb_target_group.web asks more of a task than whether its web server answers"),
  PASSWORD_IN_THE_ENVIRONMENT(
      "modules/web/service.tf",
      "    WORDPRESS_DB_USER      = var.database.user\n",
      "    WORDPRESS_DB_USER      = var.database.user\n    WORDPRESS_DB_PASSWORD  = \"groundtruth-canary-1f9c\"\n",
      NO_LITERAL_SECRET,
      " has a literal secret: WORDPRESS_DB_PASSWORD"),
  PASSWORD_BESIDE_ITS_NAME(
      "modules/web/service.tf",
      "    mountPoints  = []\n",
      "    mountPoints  = []\n    environment  = [{ name = \"WORDPRESS_ADMIN_PASSWORD\", value = \"groundtruth-canary-1f9c\" }]\n",
      NO_LITERAL_SECRET,
      " has a literal secret: WORDPRESS_ADMIN_PASSWORD"),
  PASSWORD_AT_BOOT(
      "modules/database/ec2.tf",
      "    schema      = local.schema\n",
      "    schema      = local.schema\n    password    = \"groundtruth-canary-1f9c\"\n",
      NO_LITERAL_SECRET,
      "modules/database/ec2.tf:"),
  PASSWORD_AS_A_PARAMETER(
      ON_RDS,
      "modules/database/rds.tf",
      "    name  = \"slow_query_log\"\n    value = \"1\"",
      "    name  = \"init_password\"\n    value = \"groundtruth-canary-1f9c\"",
      NO_LITERAL_SECRET,
      "module.database.aws_db_parameter_group.this[0] has a literal secret: init_password"),
  SECRET_IN_AN_OUTPUT(
      "modules/edge/outputs.tf",
      "one(concat(module.waf[*].arn, module.waf_global[*].arn))",
      "nonsensitive(one(data.aws_secretsmanager_secret_version.origin[*].secret_string))",
      OUTPUTS_SHOW_NO_SECRET,
      "output.waf_arn shows what is data.aws_secretsmanager_secret_version.origin"),
  SECRET_WITHOUT_ITS_MARK(
      ON_RDS,
      "modules/database/rds.tf",
      "jsondecode(data.aws_secretsmanager_secret_version.administrator[0].secret_string)[\"password\"]",
      "nonsensitive(jsondecode(data.aws_secretsmanager_secret_version.administrator[0].secret_string)[\"password\"])",
      OUTPUTS_SHOW_NO_SECRET,
      "modules/database/rds.tf takes the mark of a secret away"),
  CLOUDFRONT_WITHOUT_FIREWALL(
      "modules/edge/cloudfront.tf",
      "  web_acl_id      = one(module.waf_global[*].arn)\n",
      "",
      FIREWALL_IS_BEFORE_THE_SITE,
      "module.edge.aws_cloudfront_distribution.this[0] has no firewall before it"),
  LOAD_BALANCER_WITHOUT_FIREWALL(
      ON_RDS,
      "modules/edge/cloudfront.tf",
      "resource \"aws_wafv2_web_acl_association\" \"load_balancer\" {\n  count = var.waf && !var.cloudfront ? 1 : 0",
      "resource \"aws_wafv2_web_acl_association\" \"load_balancer\" {\n  count = 0",
      FIREWALL_IS_BEFORE_THE_SITE,
      "aws_lb has no firewall before it"),
  FIREWALL_ONLY_COUNTS(
      "modules/waf/main.tf",
      "      override_action {\n        none {}",
      "      override_action {\n        count {}",
      FIREWALL_IS_BEFORE_THE_SITE,
      "module.edge.module.waf_global[0].aws_wafv2_web_acl.this does not block all that AWSManagedRulesSQLiRuleSet finds"),
  FIREWALL_WITHOUT_A_GROUP(
      SECOND,
      "modules/waf/main.tf",
      "    \"AWSManagedRulesPHPRuleSet\",\n",
      "",
      FIREWALL_IS_BEFORE_THE_SITE,
      "module.edge.module.waf_global[0].aws_wafv2_web_acl.this does not block all that AWSManagedRulesPHPRuleSet finds"),
  FIREWALL_WITH_A_FREE_PATH(
      SECOND,
      "modules/waf/main.tf",
      "    AWSManagedRulesCommonRuleSet    = ",
      "    AWSManagedRulesKnownBadInputsRuleSet = ",
      FIREWALL_IS_BEFORE_THE_SITE,
      "module.edge.module.waf_global[0].aws_wafv2_web_acl.this does not block all that AWSManagedRulesKnownBadInputsRuleSet finds"),
  FIREWALL_WITHOUT_A_RATE(
      "modules/waf/main.tf",
      "limit              = var.rate_limit\n",
      "limit              = 20 * var.rate_limit\n",
      FIREWALL_IS_BEFORE_THE_SITE,
      "module.edge.module.waf_global[0].aws_wafv2_web_acl.this lets one address ask for as much as it likes"),
  PASSWORDS_AT_ANY_RATE(
      "modules/waf/main.tf",
      "max(100, floor(var.rate_limit / 10))",
      "var.rate_limit",
      FIREWALL_IS_BEFORE_THE_SITE,
      "module.edge.module.waf_global[0].aws_wafv2_web_acl.this lets passwords be tried as fast as pages are read"),
  CLOSED_PAGES_ONLY_COUNTED(
      "modules/waf/main.tf",
      "    priority = 0\n\n    action {\n      block {}",
      "    priority = 0\n\n    action {\n      count {}",
      FIREWALL_IS_BEFORE_THE_SITE,
      "module.edge.module.waf_global[0].aws_wafv2_web_acl.this closes no page"),
  PAGES_AS_FILES(
      "modules/edge/cloudfront.tf",
      "cache_policy_id          = aws_cloudfront_cache_policy.pages[0].id",
      "cache_policy_id          = aws_cloudfront_cache_policy.static[0].id",
      CACHED_BY_WHO_READS_IT,
      "module.edge.aws_cloudfront_distribution.this[0] does not keep pages by who reads them"),
  API_IS_KEPT(
      "modules/edge/cloudfront.tf",
      "{ path = \"/wp-json/*\", kind = \"admin\" }",
      "{ path = \"/wp-json/*\", kind = \"static\" }",
      CACHED_BY_WHO_READS_IT,
      "module.edge.aws_cloudfront_distribution.this[0] keeps nothing of [/wp-admin/*, /wp-login.php] only"),
  FILES_ARE_NOT_KEPT(
      SECOND,
      "modules/edge/cloudfront.tf",
      "{ path = \"/wp-content/*\", kind = \"static\" }",
      "{ path = \"/wp-content/*\", kind = \"admin\" }",
      CACHED_BY_WHO_READS_IT,
      "module.edge.aws_cloudfront_distribution.this[0] keeps for everybody only [/wp-includes/*]"),
  PAGES_WHOEVER_IS_LOGGED_IN(
      "modules/edge/cloudfront.tf",
      "\"wordpress_*\", ",
      "",
      CACHED_BY_WHO_READS_IT,
      "module.edge.aws_cloudfront_cache_policy.pages[0] gives one visitor what is for another"),
  FILES_BY_COOKIE(
      "modules/edge/cloudfront.tf",
      "      cookie_behavior = \"none\"",
      "      cookie_behavior = \"all\"",
      CACHED_BY_WHO_READS_IT,
      "module.edge.aws_cloudfront_cache_policy.static[0] keeps files for every visitor anew"),
  LOGGED_IN_AROUND_CLOUDFRONT(
      "modules/edge/rules.tf",
      "for_each = var.cloudfront ? [1] : []",
      "for_each = []",
      ONLY_CLOUDFRONT_IS_LET_IN,
      "module.edge.aws_lb_listener_rule.logged_in[0] lets in who comes around CloudFront"),
  ANY_HEADER_DOES(
      "modules/edge/rules.tf",
      "values           = [data.aws_secretsmanager_secret_version.origin[0].secret_string]",
      "values           = [\"*\"]",
      ONLY_CLOUDFRONT_IS_LET_IN,
      "module.edge.aws_lb_listener_rule.from_cloudfront[0] lets in whoever says what everybody can read"),
  EVERYBODY_AROUND_CLOUDFRONT(
      SECOND,
      "modules/edge/main.tf",
      "var.site_open && !var.cloudfront ?",
      "var.site_open ?",
      ONLY_CLOUDFRONT_IS_LET_IN,
      "module.edge.aws_lb_listener.https[0] lets in by default"),
  CLOUDFRONT_WITH_ANOTHER_HEADER(
      "modules/edge/cloudfront.tf",
      "name  = local.origin_header",
      "name  = \"X-Origin\"",
      ONLY_CLOUDFRONT_IS_LET_IN,
      "module.edge.aws_cloudfront_distribution.this[0] does not tell the load balancer that it is CloudFront"),
  OPEN_BEFORE_THE_INSTALLER(
      NOT_OPEN,
      "modules/edge/main.tf",
      "var.site_open && !var.cloudfront ?",
      "!var.cloudfront ?",
      NOBODY_IS_LET_IN_BEFORE_THE_INSTALLER,
      "module.edge.aws_lb_listener.http does not say that the site is not there yet"),
  OPEN_FOR_WHO_SAYS_TO_BE_LOGGED_IN(
      NOT_OPEN,
      "modules/edge/rules.tf",
      "resource \"aws_lb_listener_rule\" \"logged_in\" {\n  count = var.site_open ? 1 : 0",
      "resource \"aws_lb_listener_rule\" \"logged_in\" {\n  count = 1",
      NOBODY_IS_LET_IN_BEFORE_THE_INSTALLER,
      "module.edge.aws_lb_listener_rule.logged_in[0] lets visitors in"),
  OPEN_FOR_EVERY_ADDRESS(
      NOT_OPEN,
      "modules/edge/rules.tf",
      "\"127.0.0.1/32\"",
      "\"0.0.0.0/0\"",
      NOBODY_IS_LET_IN_BEFORE_THE_INSTALLER,
      "module.edge.aws_lb_listener_rule.nobody[0] lets visitors in"),
  NO_NAME_FOR_IPV6(
      "modules/edge/cloudfront.tf",
      "var.cloudfront ? [\"A\", \"AAAA\"] : [\"A\"]",
      "[\"A\"]",
      SITE_HAS_ITS_NAME,
      "www.example.org has no AAAA in Z0123456789ABCDEFGHIJ"),
  ACCEPTED_CONNECTIONS_ARE_NOT_LOGGED(
      "modules/network/flow-logs.tf",
      "traffic_type             = \"ALL\"",
      "traffic_type             = \"REJECT\"",
      CONNECTIONS_ARE_LOGGED,
      "module.network.aws_flow_log.this[0] leaves out connections"),
  CONNECTIONS_ARE_NOT_LOGGED(
      SECOND,
      "modules/network/flow-logs.tf",
      "resource \"aws_flow_log\" \"this\" {\n  count = var.flow_logs ? 1 : 0",
      "resource \"aws_flow_log\" \"this\" {\n  count = 0",
      CONNECTIONS_ARE_LOGGED,
      "nobody logs the connections of the VPC"),
  LOAD_BALANCER_CAN_BE_DELETED(
      "modules/edge/main.tf",
      "enable_deletion_protection = var.deletion_protection",
      "enable_deletion_protection = false",
      PROTECTED_FROM_DELETION,
      "module.edge.aws_lb.this can be deleted by mistake"),
  INSTANCES_CAN_BE_DELETED(
      "modules/database/ec2.tf",
      "disable_api_termination     = var.deletion_protection",
      "disable_api_termination     = false",
      PROTECTED_FROM_DELETION,
      "module.database.aws_instance.replica[0] can be deleted by mistake"),
  RDS_CAN_BE_DELETED(
      ON_RDS,
      "modules/database/rds.tf",
      "deletion_protection             = var.deletion_protection",
      "deletion_protection             = false",
      PROTECTED_FROM_DELETION,
      "module.database.aws_db_instance.this[0] can be deleted by mistake"),
  TASKS_DO_NOT_SCALE(
      "modules/web/autoscaling.tf",
      "max_capacity       = var.tasks_max",
      "max_capacity       = var.tasks",
      TASKS_SCALE,
      "tasks do not scale from 2 to 8"),
  REQUESTS_DO_NOT_SCALE(
      "modules/web/autoscaling.tf",
      "    requests = { metric = \"ALBRequestCountPerTarget\", target = 1000, label = var.request_metric }\n",
      "",
      TASKS_SCALE,
      "tasks do not scale by ALBRequestCountPerTarget"),
  COMMANDS_THAT_NOBODY_ASKED_FOR(
      "modules/web/service.tf",
      "enable_execute_command             = var.ecs_exec",
      "enable_execute_command             = true",
      COMMANDS_IN_TASKS_ARE_LOGGED,
      "module.web.aws_ecs_service.wordpress takes commands"),
  SESSIONS_THAT_NOBODY_ASKED_FOR(
      "modules/web/roles.tf",
      "    for_each = var.ecs_exec ? [1] : []\n\n    content {\n      sid       = \"Exec\"\n",
      "    for_each = [1]\n\n    content {\n      sid       = \"Exec\"\n",
      COMMANDS_IN_TASKS_ARE_LOGGED,
      "module.web.data.aws_iam_policy_document.task lets tasks take commands"),
  COMMANDS_ARE_NOT_TAKEN(
      ON_RDS,
      "modules/web/service.tf",
      "enable_execute_command             = var.ecs_exec",
      "enable_execute_command             = false",
      COMMANDS_IN_TASKS_ARE_LOGGED,
      "module.web.aws_ecs_service.wordpress takes no commands"),
  COMMANDS_ARE_NOT_LOGGED(
      ON_RDS,
      "modules/web/hosts.tf",
      "logging    = \"OVERRIDE\"",
      "logging    = \"NONE\"",
      COMMANDS_IN_TASKS_ARE_LOGGED,
      "module.web.aws_ecs_cluster.this does not log commands");

  private final BrokenPlan plan;
  private final String file;
  private final String text;
  private final String by;
  private final StackRule rule;
  private final String finding;

  StackBreak(String file, String text, String by, StackRule rule, String finding) {
    this(FIRST, file, text, by, rule, finding);
  }

  StackBreak(BrokenPlan plan, String file, String text, String by, StackRule rule, String finding) {
    this.plan = plan;
    this.file = file;
    this.text = text;
    this.by = by;
    this.rule = rule;
    this.finding = finding;
  }

  BrokenPlan plan() {
    return plan;
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
