<?php
/**
 * Installs WordPress unattended: title, administrator with the generated password, pretty permalinks.
 *
 * Changes nothing when WordPress is already installed. Run by the `install` service, in the files and the network
 * namespace of a replica.
 */

declare(strict_types=1);

const ROOT = '/var/www/html';
const WEB_SERVER_USER = 'www-data';
const ADMINISTRATOR = 'groundtruth';
const TITLE = 'Groundtruth';

function say(string $line): void
{
    fwrite(STDOUT, "install: $line\n");
}

function fail(string $problem, string $fix): never
{
    fwrite(STDERR, "install: $problem, perhaps you should $fix\n");
    exit(1);
}

function secret(string $name): string
{
    $value = @file_get_contents("/run/secrets/$name");
    if ($value === false || trim($value) === '') {
        fail("the secret /run/secrets/$name is missing or empty", 'delete it and start the secrets service again');
    }
    return trim($value);
}

/** The volume of the uploads is new and belongs to root; the rest is done as the user who serves the site. */
function become_web_server(): void
{
    if (posix_geteuid() !== 0) {
        return;
    }
    $user = posix_getpwnam(WEB_SERVER_USER);
    if ($user === false) {
        fail('the image has no user ' . WEB_SERVER_USER, 'set WORDPRESS_IMAGE to an image with Apache');
    }
    $uploads = ROOT . '/wp-content/uploads';
    if (fileowner($uploads) === 0) {
        chown($uploads, $user['uid']);
        chgrp($uploads, $user['gid']);
    }
    if (!posix_initgroups($user['name'], $user['gid']) || !posix_setgid($user['gid']) || !posix_setuid($user['uid'])) {
        fail('the installer cannot become ' . WEB_SERVER_USER, 'add SETUID and SETGID to cap_add of the install service');
    }
}

/** Waits until WordPress's own user is let in, at most so many seconds. */
function await_database(int $seconds): void
{
    mysqli_report(MYSQLI_REPORT_OFF);
    $host = (string) getenv('WORDPRESS_DB_HOST');
    $password = secret('wordpress_db_password');
    $deadline = microtime(true) + $seconds;
    do {
        $connection = mysqli_init();
        $connection->options(MYSQLI_OPT_CONNECT_TIMEOUT, 2);
        $connected = @$connection->real_connect(
            $host,
            (string) getenv('WORDPRESS_DB_USER'),
            $password,
            (string) getenv('WORDPRESS_DB_NAME'),
            flags: MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT,
        );
        if ($connected) {
            $connection->close();
            return;
        }
        if (in_array($connection->connect_errno, [1044, 1045, 1049], true)) {
            fail(
                "the database refuses WordPress: $connection->connect_error",
                'remove the data that was made with other secrets (docker compose down --volumes)',
            );
        }
        usleep(200_000);
    } while (microtime(true) < $deadline);
    fail(
        "the database $host did not answer within $seconds s: $connection->connect_error",
        'look at docker compose logs database database-eni web-a-eni',
    );
}

// The mail to the new administrator: there is nobody to send it to, and nothing to send it with.
function wp_new_blog_notification(string $title, string $url, int $user, #[\SensitiveParameter] string $password): void
{
}

become_web_server();
await_database((int) (getenv('GROUNDTRUTH_INSTALL_TIMEOUT') ?: 30));

$site = (string) getenv('GROUNDTRUTH_SITE_URL');
$_SERVER['HTTP_HOST'] = parse_url($site, PHP_URL_HOST) . (($port = parse_url($site, PHP_URL_PORT)) ? ":$port" : '');
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
define('WP_INSTALLING', true);
require ROOT . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

if (is_blog_installed()) {
    say('WordPress ' . wp_get_wp_version() . ' is already installed');
    exit(0);
}

// Already decided: WordPress need not try which form works.
$permalinks = static fn (): string => '/%postname%/';
add_filter('pre_option_permalink_structure', $permalinks);
$result = wp_install(TITLE, ADMINISTRATOR, ADMINISTRATOR . '@example.org', true, '', secret('wordpress_admin_password'));
remove_filter('pre_option_permalink_structure', $permalinks);
if (!is_blog_installed()) {
    fail('WordPress did not install its tables', 'look at docker compose logs database');
}
$GLOBALS['wp_rewrite']->set_permalink_structure($permalinks());
flush_rewrite_rules(false);

say('WordPress ' . wp_get_wp_version() . " is installed at $site, administrator " . ADMINISTRATOR);
exit(0);
