package dev.groundtruth.network.analysis;

/**
 * What arrives between two sides.
 *
 * @param from who sends
 * @param to who receives
 * @param possible what arrives if all that is not known yet turns out so
 * @param certain what arrives in any case
 */
public record Arrival(String from, String to, PacketSet possible, PacketSet certain) {}
