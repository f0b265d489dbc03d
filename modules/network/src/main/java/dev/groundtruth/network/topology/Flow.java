package dev.groundtruth.network.topology;

/**
 * Traffic that arrives from one tier at another.
 *
 * @param from the name of the tier that sends
 * @param to the name of the tier that receives
 * @param traffic the traffic in few words
 * @param isCertain whether it arrives in any case, or only if what is not known turns out so
 */
record Flow(String from, String to, String traffic, boolean isCertain) {}
