locals {
  # Read by the official image's wp-config.php, before WordPress itself. What the load balancer closes is closed here too,
  # in whatever spelling it was asked for, and whoever only says to be logged in.
  configuration = <<-EOT
    ${trimspace(trimprefix(file("${path.module}/loopback.php"), "<?php"))}
    define('WP_HOME', getenv('SITE_URL'));
    define('WP_SITEURL', getenv('SITE_URL'));
    define('MYSQL_CLIENT_FLAGS', MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT);
    define('AUTOMATIC_UPDATER_DISABLED', true);
    define('DISALLOW_FILE_MODS', true);
    define('DISALLOW_FILE_EDIT', true);
    define('WP_DEBUG_DISPLAY', false);
    // A machine that is stopped refuses nothing: visitors are told after ten seconds that there is no database, not after sixty.
    ini_set('default_socket_timeout', '10');
    if (PHP_SAPI !== 'cli' && preg_match('~/(install|setup-config|xmlrpc)\.php$~', $_SERVER['SCRIPT_NAME'] ?? '')) {
      http_response_code(403);
      exit('Closed.');
    }
    $GLOBALS['wp_filter']['rest_pre_dispatch'][10]['users'] = [
      'function' => static function ($result, $server, $request) {
        return str_starts_with(strtolower($request->get_route()), '/wp/v2/users') && !is_user_logged_in()
          ? new WP_Error('rest_forbidden', 'Closed.', ['status' => 401]) : $result;
      },
      'accepted_args' => 3,
    ];
    $GLOBALS['wp_filter']['request'][10]['author'] = [
      'function' => static function ($query) {
        if (isset($query['author']) && !is_user_logged_in()) {
          wp_die('Closed.', 'Closed', ['response' => 403]);
        }
        return $query;
      },
      'accepted_args' => 1,
    ];
    $GLOBALS['wp_filter']['wp_sitemaps_add_provider'][10]['users'] = [
      'function' => static fn ($provider, $name) => $name === 'users' ? false : $provider,
      'accepted_args' => 2,
    ];
  EOT

  environment = {
    SITE_URL               = var.site_url
    WORDPRESS_CONFIG_EXTRA = local.configuration
    WORDPRESS_DB_HOST      = var.database.host
    WORDPRESS_DB_NAME      = var.database.schema
    WORDPRESS_DB_USER      = var.database.user
  }

  secrets = merge(
    { WORDPRESS_DB_PASSWORD = "${var.secret_arns["database-wordpress"]}:password::" },
    { for name in var.salts : "WORDPRESS_${upper(replace(name, "-", "_"))}" => var.secret_arns["wordpress-${name}"] },
  )

  installer_secrets = merge(
    local.secrets,
    { WORDPRESS_ADMIN_PASSWORD = "${var.secret_arns["wordpress-administrator"]}:password::" },
    var.database.needs_installation ? {
      DATABASE_ADMINISTRATOR_PASSWORD = "${var.secret_arns["database-administrator"]}:password::"
    } : {},
  )

  container = {
    name      = "wordpress"
    image     = var.image
    essential = true
    cpu       = var.cpu
    memory    = var.memory
    linuxParameters = {
      initProcessEnabled = true
    }
    mountPoints = var.uploads == null ? [] : [
      { sourceVolume = "uploads", containerPath = "/var/www/html/wp-content/uploads", readOnly = false }
    ]
    volumesFrom = []
  }
}

resource "aws_cloudwatch_log_group" "wordpress" {
  name              = "/${var.name}/wordpress"
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
}

resource "aws_cloudwatch_log_group" "exec" {
  count = var.ecs_exec ? 1 : 0

  name              = "/${var.name}/exec"
  kms_key_id        = var.kms_key_arn
  retention_in_days = var.log_retention_days
}

resource "aws_ecs_task_definition" "wordpress" {
  family                   = "${var.name}-wordpress"
  requires_compatibilities = ["EC2"]
  network_mode             = "awsvpc"
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  container_definitions = jsonencode([merge(local.container, {
    portMappings = [{ containerPort = 80, hostPort = 80, protocol = "tcp" }]
    environment  = [for name in sort(keys(local.environment)) : { name = name, value = local.environment[name] }]
    secrets      = [for name in sort(keys(local.secrets)) : { name = name, valueFrom = local.secrets[name] }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.wordpress.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "web"
      }
    }
  })])

  dynamic "volume" {
    for_each = var.uploads == null ? [] : [var.uploads]

    content {
      name = "uploads"

      efs_volume_configuration {
        file_system_id     = volume.value.file_system_id
        transit_encryption = "ENABLED"

        authorization_config {
          access_point_id = volume.value.access_point_id
          iam             = "ENABLED"
        }
      }
    }
  }

  tags = { Name = "${var.name}-wordpress" }
}

# Installs WordPress, once; run a second time it changes nothing. The output install_command runs it.
resource "aws_ecs_task_definition" "installer" {
  family                   = "${var.name}-installer"
  requires_compatibilities = ["EC2"]
  network_mode             = "awsvpc"
  execution_role_arn       = aws_iam_role.installer_execution.arn

  container_definitions = jsonencode([merge(local.container, {
    # The image puts WordPress in place when it is about to start Apache, which here only says its version.
    command      = ["bash", "-euc", "docker-entrypoint.sh apache2 -v >/dev/null; exec php <(printf %s \"$INSTALLER\")"]
    mountPoints  = []
    portMappings = []
    environment = [
      for name, value in merge(local.environment, {
        INSTALLER                   = file("${path.module}/install.php")
        SITE_TITLE                  = var.site_title
        WORDPRESS_ADMIN_EMAIL       = var.site_administrator.email
        WORDPRESS_ADMIN_USER        = var.site_administrator.name
        DATABASE_ADMINISTRATOR_USER = var.database.needs_installation ? "administrator" : ""
      }) : { name = name, value = value }
    ]
    secrets = [for name in sort(keys(local.installer_secrets)) : { name = name, valueFrom = local.installer_secrets[name] }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.wordpress.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "install"
      }
    }
  })])

  tags = { Name = "${var.name}-installer" }
}

resource "aws_ecs_service" "wordpress" {
  name            = "${var.name}-wordpress"
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.wordpress.arn
  desired_count   = var.tasks

  # The new tasks beside the old ones, on another host where there is no room. Provider 4.9 forgets both numbers when it
  # creates a service with a circuit breaker, so they are the ones that AWS has by itself.
  deployment_maximum_percent         = 200
  deployment_minimum_healthy_percent = 100
  health_check_grace_period_seconds  = 60
  enable_ecs_managed_tags            = true
  enable_execute_command             = var.ecs_exec
  propagate_tags                     = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.host.name
    weight            = 1
  }

  network_configuration {
    subnets          = values(var.subnet_ids)
    security_groups  = [var.task_security_group_id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = "wordpress"
    container_port   = 80
  }

  ordered_placement_strategy {
    type  = "spread"
    field = "attribute:ecs.availability-zone"
  }

  ordered_placement_strategy {
    type  = "spread"
    field = "instanceId"
  }

  tags = { Name = "${var.name}-wordpress" }

  lifecycle {
    # Autoscaling sets it.
    ignore_changes = [desired_count]
  }

  # Tasks are started with these, and have to be stopped before they go.
  depends_on = [
    aws_ecs_cluster_capacity_providers.this,
    aws_iam_role_policy.execution,
    aws_iam_role_policy.task,
  ]
}
