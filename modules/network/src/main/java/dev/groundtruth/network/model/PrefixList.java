package dev.groundtruth.network.model;

import dev.groundtruth.network.Cidr;
import java.util.List;

/**
 * A managed prefix list.
 *
 * @param identity its names
 * @param name its name, such as {@code com.amazonaws.eu-west-3.s3}; empty if it is not known
 * @param entries its blocks, or the attribute that will tell
 */
public record PrefixList(Identity identity, String name, Maybe<List<Cidr>> entries) {}
