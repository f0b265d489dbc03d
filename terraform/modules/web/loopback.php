<?php
/**
 * Leads WordPress's requests to itself (scheduled tasks, Site Health) to the web server of the same container: they need no
 * way out and back, which security groups close, and no certificate. As a load balancer does, this says whether the site is
 * HTTPS.
 *
 * A part of wp-config.php, in the cloud as in the local mirror, and so read before WordPress's own functions.
 */
(static function (): void {
    // By HTTP or HTTPS: WordPress names itself by the way that it was asked, and by HTTP where nobody asked.
    $host = static function (string $url): array {
        $parts = parse_url(strtolower($url)) ?: [];
        $port = $parts['port'] ?? null;
        return [$parts['host'] ?? '', in_array($port, [80, 443], true) ? null : $port];
    };
    $is_itself = static fn (string $url): bool => $host($url) === $host(home_url());

    $GLOBALS['wp_filter']['http_request_args'][10]['loopback'] = [
        'function' => static function (array $arguments, string $url) use ($is_itself): array {
            if ($is_itself($url) && is_array($arguments['headers'] ?? [])) {
                $arguments['headers']['X-Forwarded-Proto'] = parse_url(home_url(), PHP_URL_SCHEME);
            }
            return $arguments;
        },
        'accepted_args' => 2,
    ];
    $GLOBALS['wp_filter']['http_api_curl'][10]['loopback'] = [
        'function' => static function ($handle) use ($is_itself): void {
            // After a redirect this is another one than the first.
            $url = curl_getinfo($handle, CURLINFO_EFFECTIVE_URL);
            if ($is_itself($url)) {
                curl_setopt($handle, CURLOPT_URL, preg_replace('/^https:/i', 'http:', $url));
                curl_setopt($handle, CURLOPT_CONNECT_TO, ['::127.0.0.1:80']);
            }
        },
        'accepted_args' => 1,
    ];
})();
