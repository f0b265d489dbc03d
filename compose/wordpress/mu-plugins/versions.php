<?php
/**
 * Plugin Name: Versions
 * Description: GET /wp-json/groundtruth/v1/versions tells an administrator what runs here.
 */

declare(strict_types=1);

add_action('rest_api_init', static function (): void {
    register_rest_route('groundtruth/v1', '/versions', [
        'methods' => 'GET',
        'permission_callback' => static fn (): bool => current_user_can('view_site_health_checks'),
        'callback' => static function (): array {
            global $wpdb;
            $cipher = $wpdb->get_row("SHOW SESSION STATUS LIKE 'Ssl_cipher'", ARRAY_A);
            $version = $wpdb->get_row("SHOW SESSION STATUS LIKE 'Ssl_version'", ARRAY_A);
            return [
                'wordpress' => wp_get_wp_version(),
                'php' => PHP_VERSION,
                'web_server' => $_SERVER['SERVER_SOFTWARE'] ?? '',
                'database' => $wpdb->db_server_info(),
                'database_tls' => trim(($version['Value'] ?? '') . ' ' . ($cipher['Value'] ?? '')),
            ];
        },
    ]);
});
