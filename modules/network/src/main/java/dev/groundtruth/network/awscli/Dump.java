package dev.groundtruth.network.awscli;

/**
 * One dump that need not be a file.
 *
 * @param name what it is called in remarks and problems, as a path relative to a folder of dumps:
 *     {@code vpcs.json}, or {@code eu-west-3/vpcs.json} if there are several regions or accounts;
 *     entries of a prefix list are told whose they are by the id in the name
 * @param json what the AWS CLI writes
 */
public record Dump(String name, String json) {}
