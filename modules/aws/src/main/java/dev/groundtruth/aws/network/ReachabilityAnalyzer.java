package dev.groundtruth.aws.network;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.AwsException.Kind;
import dev.groundtruth.aws.internal.Polling;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AnalysisStatus;
import software.amazon.awssdk.services.ec2.model.Explanation;
import software.amazon.awssdk.services.ec2.model.NetworkInsightsAnalysis;
import software.amazon.awssdk.services.ec2.model.Protocol;

/**
 * Asks AWS's own Reachability Analyzer about one pair: a second opinion on what was computed here.
 * AWS charges for <a href="https://aws.amazon.com/vpc/pricing/">each analysis</a>, so nothing uses
 * it by itself. What it makes, a path and its analysis, is deleted in any case.
 *
 * <p>Permissions: {@code ec2:CreateNetworkInsightsPath}, {@code ec2:StartNetworkInsightsAnalysis},
 * {@code ec2:DescribeNetworkInsightsAnalyses}, {@code ec2:DeleteNetworkInsightsAnalysis}, {@code
 * ec2:DeleteNetworkInsightsPath}, and those it <a
 * href="https://docs.aws.amazon.com/vpc/latest/reachability/security_iam_required-API-permissions.html">needs
 * itself</a>.
 */
public final class ReachabilityAnalyzer {

  private static final Logger LOG = LoggerFactory.getLogger(ReachabilityAnalyzer.class);

  private final Ec2Client ec2;
  private final Duration pause;
  private final Duration timeout;

  /**
   * Looks every five seconds, for five minutes at most.
   *
   * @param clients the way to the region
   */
  public ReachabilityAnalyzer(AwsClients clients) {
    this(clients, Duration.ofSeconds(5), Duration.ofMinutes(5));
  }

  ReachabilityAnalyzer(AwsClients clients, Duration pause, Duration timeout) {
    this.ec2 = clients.sdk().ec2();
    this.pause = pause;
    this.timeout = timeout;
  }

  /**
   * Has TCP from one thing to another analysed, at a price.
   *
   * @param source the id of an interface, an instance or an internet gateway
   * @param destination the same
   * @param port the destination's port
   * @param expected whether the packets arrive, as computed here
   * @return both opinions
   * @throws AwsException if AWS cannot be asked, or does not come to an end
   */
  public CrossCheck tcp(String source, String destination, int port, boolean expected) {
    String path =
        ec2.createNetworkInsightsPath(
                q ->
                    q.source(source)
                        .destination(destination)
                        .protocol(Protocol.TCP)
                        .destinationPort(port))
            .networkInsightsPath()
            .networkInsightsPathId();
    try {
      return analysed(path, "%s -> %s tcp %d".formatted(source, destination, port), expected);
    } finally {
      removed(path, () -> ec2.deleteNetworkInsightsPath(q -> q.networkInsightsPathId(path)));
    }
  }

  private CrossCheck analysed(String path, String question, boolean expected) {
    String id =
        ec2.startNetworkInsightsAnalysis(q -> q.networkInsightsPathId(path))
            .networkInsightsAnalysis()
            .networkInsightsAnalysisId();
    try {
      NetworkInsightsAnalysis analysis =
          Polling.last(
              pause, timeout, () -> look(id), each -> each.status() != AnalysisStatus.RUNNING);
      if (analysis.status() == AnalysisStatus.RUNNING) {
        throw new AwsException(
            Kind.FAILED,
            "the analysis of %s did not end within %s, perhaps you should try again"
                .formatted(question, Polling.text(timeout)),
            null);
      }
      if (analysis.status() != AnalysisStatus.SUCCEEDED) {
        throw new AwsException(
            Kind.FAILED,
            "the analysis of %s ended as %s: %s, perhaps you should look at its source and destination"
                .formatted(question, analysis.statusAsString(), analysis.statusMessage()),
            null);
      }
      return new CrossCheck(
          question,
          expected,
          Boolean.TRUE.equals(analysis.networkPathFound()),
          analysis.explanations().stream()
              .map(Explanation::explanationCode)
              .filter(Objects::nonNull)
              .map(code -> code.toUpperCase(Locale.ROOT))
              .distinct()
              .sorted()
              .toList());
    } finally {
      removed(id, () -> ec2.deleteNetworkInsightsAnalysis(q -> q.networkInsightsAnalysisId(id)));
    }
  }

  private NetworkInsightsAnalysis look(String id) {
    return ec2.describeNetworkInsightsAnalyses(q -> q.networkInsightsAnalysisIds(id))
        .networkInsightsAnalyses()
        .get(0);
  }

  /** Never instead of what went wrong before. */
  private static void removed(String id, Runnable removal) {
    try {
      removal.run();
    } catch (AwsException e) {
      LOG.warn("{} is left: {}", id, e.getMessage());
    }
  }
}
