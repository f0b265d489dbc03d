package dev.groundtruth.aws.network;

import static dev.groundtruth.aws.FakeAws.ec2Error;
import static dev.groundtruth.aws.FakeAws.response;
import static dev.groundtruth.aws.FakeAws.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.FakeAws;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReachabilityAnalyzerTest {

  private static final String REFUSED =
      "<networkPathFound>false</networkPathFound><explanationSet><item>"
          + "<explanationCode>ENI_SG_RULES_MISMATCH</explanationCode></item><item>"
          + "<explanationCode>ENI_SG_RULES_MISMATCH</explanationCode></item></explanationSet>";

  private final FakeAws aws = new FakeAws();
  private AwsClients clients;

  @BeforeEach
  void open() {
    clients = aws.clients().open();
    aws.on(
        "CreateNetworkInsightsPath",
        xml(
            "<networkInsightsPath><networkInsightsPathId>nip-1</networkInsightsPathId>"
                + "</networkInsightsPath>"));
    aws.on(
        "StartNetworkInsightsAnalysis",
        xml(
            "<networkInsightsAnalysis><networkInsightsAnalysisId>nia-1</networkInsightsAnalysisId>"
                + "</networkInsightsAnalysis>"));
    aws.on("DescribeNetworkInsightsAnalyses", analysis("succeeded", REFUSED));
  }

  @AfterEach
  void close() {
    clients.close();
    aws.close();
  }

  private static Function<FakeAws.Request, FakeAws.Answer> analysis(String status, String more) {
    return request ->
        response(
            request.action(),
            "<networkInsightsAnalysisSet><item><status>%s</status>%s</item></networkInsightsAnalysisSet>"
                .formatted(status, more));
  }

  private CrossCheck check(boolean expected) {
    return new ReachabilityAnalyzer(clients, Duration.ofMillis(20), Duration.ofSeconds(2))
        .tcp("eni-1", "eni-2", 3306, expected);
  }

  private void assertNothingIsLeft() {
    assertThat(aws.requests("DeleteNetworkInsightsAnalysis"))
        .singleElement()
        .extracting(each -> each.parameters().get("NetworkInsightsAnalysisId"))
        .isEqualTo("nia-1");
    assertThat(aws.requests("DeleteNetworkInsightsPath"))
        .singleElement()
        .extracting(each -> each.parameters().get("NetworkInsightsPathId"))
        .isEqualTo("nip-1");
  }

  @Test
  void agrees_that_packets_do_not_arrive_and_tells_why() {
    AtomicInteger looks = new AtomicInteger();
    aws.on(
        "DescribeNetworkInsightsAnalyses",
        request ->
            analysis(looks.incrementAndGet() < 3 ? "running" : "succeeded", REFUSED)
                .apply(request));

    CrossCheck check = check(false);

    assertThat(check.agrees()).isTrue();
    assertThat(check.explanations()).isEqualTo(List.of("ENI_SG_RULES_MISMATCH"));
    assertThat(aws.requests("CreateNetworkInsightsPath").get(0).parameters())
        .containsEntry("Source", "eni-1")
        .containsEntry("Destination", "eni-2")
        .containsEntry("Protocol", "tcp")
        .containsEntry("DestinationPort", "3306");
    assertNothingIsLeft();
  }

  @Test
  void disagrees_in_words() {
    CrossCheck check = check(true);

    assertThat(check.agrees()).isFalse();
    assertThat(check)
        .hasToString(
            "eni-1 -> eni-2 tcp 3306: we say reachable, AWS says not reachable"
                + " (ENI_SG_RULES_MISMATCH)");

    aws.on(
        "DescribeNetworkInsightsAnalyses",
        analysis("succeeded", "<networkPathFound>true</networkPathFound>"));
    assertThat(check(true).agrees()).isTrue();
    assertThat(check(false).agrees()).isFalse();
  }

  @Test
  void deletes_what_it_made_when_the_analysis_fails_or_does_not_end() {
    aws.on(
        "DescribeNetworkInsightsAnalyses",
        analysis("failed", "<statusMessage>no such source</statusMessage>"));
    assertThatThrownBy(() -> check(true))
        .isInstanceOf(AwsException.class)
        .hasMessage(
            "the analysis of eni-1 -> eni-2 tcp 3306 ended as failed: no such source, perhaps you"
                + " should look at its source and destination");
    assertNothingIsLeft();

    aws.on("DescribeNetworkInsightsAnalyses", analysis("running", ""));
    assertThatThrownBy(() -> check(true)).hasMessageContaining("did not end within 2 s");
    assertThat(aws.requests("DeleteNetworkInsightsPath")).hasSize(2);
  }

  @Test
  void deletes_the_path_whose_analysis_is_not_allowed_and_says_so() {
    aws.on(
        "StartNetworkInsightsAnalysis",
        ec2Error(403, "UnauthorizedOperation", "You are not authorized to perform this operation"));
    aws.on("DeleteNetworkInsightsPath", ec2Error(400, "InvalidState", "busy"));

    assertThatThrownBy(() -> check(true))
        .hasMessage(
            "the credentials may not ec2:StartNetworkInsightsAnalysis on *, perhaps you should"
                + " allow ec2:StartNetworkInsightsAnalysis in the policy");
    assertThat(aws.requests("DeleteNetworkInsightsPath")).hasSize(1);
  }
}
