package dev.groundtruth.aws.emulator;

/**
 * Something that an emulator does otherwise than AWS.
 *
 * @param name distinguishes it, such as {@code private-address-in-subnet}
 * @param what what the emulator does, in a sentence
 * @param closed whether this emulator was given the cure
 */
public record Gap(String name, String what, boolean closed) {}
