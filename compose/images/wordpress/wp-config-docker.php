<?php
/**
 * WordPress configured by environment variables.
 *
 * Each variable NAME may also be given as NAME_FILE, the name of a file that holds the value (a Docker secret).
 * Both are read at every request, so a changed secret needs no restart.
 */

if (!function_exists('getenv_docker')) {
    /** The value of a variable, or of the file that NAME_FILE names, or else the default. */
    function getenv_docker(string $name, string $default): string
    {
        $file = getenv($name . '_FILE');
        if (is_string($file) && $file !== '') {
            $content = @file_get_contents($file);
            if ($content === false) {
                error_log("{$name}_FILE names {$file}, which cannot be read, perhaps you should mount it readable for the web server");
                return $default;
            }
            return rtrim($content, "\r\n");
        }
        $value = getenv($name);
        return is_string($value) ? $value : $default;
    }
}

define('DB_NAME', getenv_docker('WORDPRESS_DB_NAME', 'wordpress'));
define('DB_USER', getenv_docker('WORDPRESS_DB_USER', 'example username'));
define('DB_PASSWORD', getenv_docker('WORDPRESS_DB_PASSWORD', 'example password'));
define('DB_HOST', getenv_docker('WORDPRESS_DB_HOST', 'mysql'));
define('DB_CHARSET', getenv_docker('WORDPRESS_DB_CHARSET', 'utf8mb4'));
define('DB_COLLATE', getenv_docker('WORDPRESS_DB_COLLATE', ''));

// The entry point puts a random value in place of each phrase.
define('AUTH_KEY', getenv_docker('WORDPRESS_AUTH_KEY', 'put your unique phrase here'));
define('SECURE_AUTH_KEY', getenv_docker('WORDPRESS_SECURE_AUTH_KEY', 'put your unique phrase here'));
define('LOGGED_IN_KEY', getenv_docker('WORDPRESS_LOGGED_IN_KEY', 'put your unique phrase here'));
define('NONCE_KEY', getenv_docker('WORDPRESS_NONCE_KEY', 'put your unique phrase here'));
define('AUTH_SALT', getenv_docker('WORDPRESS_AUTH_SALT', 'put your unique phrase here'));
define('SECURE_AUTH_SALT', getenv_docker('WORDPRESS_SECURE_AUTH_SALT', 'put your unique phrase here'));
define('LOGGED_IN_SALT', getenv_docker('WORDPRESS_LOGGED_IN_SALT', 'put your unique phrase here'));
define('NONCE_SALT', getenv_docker('WORDPRESS_NONCE_SALT', 'put your unique phrase here'));

$table_prefix = getenv_docker('WORDPRESS_TABLE_PREFIX', 'wp_');

// "false", "off" and "no" are off too: PHP takes any text but "" and "0" for true.
define('WP_DEBUG', filter_var(getenv_docker('WORDPRESS_DEBUG', ''), FILTER_VALIDATE_BOOLEAN, FILTER_NULL_ON_FAILURE) ?? true);

// Behind a proxy that ends TLS, WordPress must know that the visitor speaks HTTPS.
if (str_contains($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '', 'https')) {
    $_SERVER['HTTPS'] = 'on';
}

$extra = getenv_docker('WORDPRESS_CONFIG_EXTRA', '');
if ($extra !== '') {
    eval($extra);
}
unset($extra);

if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}

require_once ABSPATH . 'wp-settings.php';
