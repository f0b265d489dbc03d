package dev.groundtruth.network.internal;

/** A line and column, both from 1 (0: the whole file), and the path of what is there. */
public record JsonPlace(int line, int column, String path) {}
