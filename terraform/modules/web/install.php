<?php
/**
 * Installs WordPress unattended: with RDS its user of MySQL, then title, administrator with the generated password, pretty
 * permalinks. Changes nothing of what is there already. Run by the task definition "installer".
 */

declare(strict_types=1);

const WAIT_SECONDS = 300;

function say(string $line): void
{
    fwrite(STDOUT, "install: $line\n");
}

function fail(string $problem, string $fix): never
{
    fwrite(STDERR, "install: $problem, perhaps you should $fix\n");
    exit(1);
}

function connect(string $user, #[\SensitiveParameter] string $password, string $schema): mysqli
{
    mysqli_report(MYSQLI_REPORT_OFF);
    $host = (string) getenv('WORDPRESS_DB_HOST');
    $deadline = microtime(true) + WAIT_SECONDS;
    do {
        $connection = mysqli_init();
        $connection->options(MYSQLI_OPT_CONNECT_TIMEOUT, 5);
        if (@$connection->real_connect($host, $user, $password, $schema, flags: MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT)) {
            return $connection;
        }
        usleep(500_000);
    } while (microtime(true) < $deadline && !in_array($connection->connect_errno, [1044, 1045, 1049], true));
    fail("$host does not let $user in: $connection->connect_error", 'look at the database and its secrets');
}

function make_user(): void
{
    $connection = connect((string) getenv('DATABASE_ADMINISTRATOR_USER'), (string) getenv('DATABASE_ADMINISTRATOR_PASSWORD'), '');
    $user = $connection->real_escape_string((string) getenv('WORDPRESS_DB_USER'));
    $schema = str_replace('_', '\_', (string) getenv('WORDPRESS_DB_NAME'));
    $password = $connection->real_escape_string((string) getenv('WORDPRESS_DB_PASSWORD'));
    foreach ([
        "CREATE USER IF NOT EXISTS '$user'@'%' IDENTIFIED BY '$password' REQUIRE SSL",
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX ON `$schema`.* TO '$user'@'%'",
    ] as $statement) {
        if (!$connection->query($statement)) {
            fail("MySQL's user $user cannot be made: error $connection->errno", 'look at the rights of the administrator');
        }
    }
    $connection->close();
}

// The mail to the new administrator: there is nothing to send it with.
function wp_new_blog_notification(string $title, string $url, int $user, #[\SensitiveParameter] string $password): void
{
}

if ((string) getenv('DATABASE_ADMINISTRATOR_USER') !== '') {
    make_user();
}
connect((string) getenv('WORDPRESS_DB_USER'), (string) getenv('WORDPRESS_DB_PASSWORD'), (string) getenv('WORDPRESS_DB_NAME'))->close();

$site = (string) getenv('SITE_URL');
$_SERVER['HTTP_HOST'] = parse_url($site, PHP_URL_HOST);
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
define('WP_INSTALLING', true);
require '/var/www/html/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

if (is_blog_installed()) {
    say('WordPress is already installed');
    exit(0);
}

// Already decided: WordPress need not try which form works.
$permalinks = static fn (): string => '/%postname%/';
add_filter('pre_option_permalink_structure', $permalinks);
wp_install(
    (string) getenv('SITE_TITLE'),
    (string) getenv('WORDPRESS_ADMIN_USER'),
    (string) getenv('WORDPRESS_ADMIN_EMAIL'),
    true,
    '',
    (string) getenv('WORDPRESS_ADMIN_PASSWORD'),
);
remove_filter('pre_option_permalink_structure', $permalinks);
if (!is_blog_installed()) {
    fail('WordPress did not install its tables', 'look at the log of the database');
}
$GLOBALS['wp_rewrite']->set_permalink_structure($permalinks());
flush_rewrite_rules(false);
say("WordPress is installed at $site");
