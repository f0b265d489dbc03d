package dev.groundtruth.network.internal;

/** What is wrong with a text as JSON, and where. */
public record JsonFault(JsonPlace place, String message) {}
