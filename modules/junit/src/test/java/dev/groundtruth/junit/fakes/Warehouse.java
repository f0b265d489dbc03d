package dev.groundtruth.junit.fakes;

import dev.groundtruth.junit.Environment;

/** An environment that nobody provides. */
public interface Warehouse extends Environment {}
