package dev.groundtruth.localmirror;

import java.util.Optional;

/**
 * Which image a service runs.
 *
 * @param service the compose service
 * @param reference the name the image was chosen by
 * @param digest the registry's digest, or the image id when the image never was in a registry
 * @param standsInFor the official image whose place it takes, if it is a stand-in
 */
public record ImageFact(
    String service, String reference, String digest, Optional<String> standsInFor) {}
