<?php
/**
 * Plugin Name: Loopback
 * Description: Requests of the site to itself (scheduled tasks, Site Health) go to this replica's own web server: the security groups keep a replica from reaching the load balancer, whose address is not the replica's anyway.
 */

declare(strict_types=1);

add_action('http_api_curl', static function ($handle, array $arguments, string $url): void {
    $origin = static function (string $url): array {
        $parts = wp_parse_url($url) ?: [];
        return [
            strtolower($parts['scheme'] ?? ''),
            strtolower($parts['host'] ?? ''),
            $parts['port'] ?? null,
        ];
    };
    $site = $origin(home_url());
    if ($site[0] === 'http' && $origin($url) === $site) {
        curl_setopt($handle, CURLOPT_CONNECT_TO, ['::127.0.0.1:80']);
    }
}, 10, 3);
