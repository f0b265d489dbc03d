package dev.groundtruth.aws;

/**
 * Whose credentials are in use (<a
 * href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>).
 *
 * @param account the account's twelve digits
 * @param arn the user or the assumed role
 */
public record CallerIdentity(String account, String arn) {}
