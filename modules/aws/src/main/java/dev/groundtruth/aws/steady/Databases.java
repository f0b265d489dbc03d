package dev.groundtruth.aws.steady;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.SourceType;

/**
 * Databases of RDS, by their <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html">status</a>.
 */
final class Databases {

  private static final Set<String> HOPELESS =
      Set.of(
          "deleting",
          "failed",
          "inaccessible-encryption-credentials",
          "insufficient-capacity",
          "restore-error",
          "stopped",
          "storage-full");

  private static final int LAST_MINUTES = 60;

  private static final int SHOWN = 5;

  private final RdsClient rds;

  Databases(RdsClient rds) {
    this.rds = rds;
  }

  Sight look(String id) {
    String status =
        rds.describeDBInstances(q -> q.dbInstanceIdentifier(id)).dbInstances().stream()
            .map(each -> each.dbInstanceStatus())
            .findFirst()
            .orElse("not there");
    return Sight.of(
        status.equals("available"),
        HOPELESS.contains(status) || status.startsWith("incompatible-"),
        "it is " + status);
  }

  /** The last events, the newest last. */
  List<String> said(String id) {
    List<String> events =
        rds
            .describeEventsPaginator(
                q ->
                    q.sourceIdentifier(id)
                        .sourceType(SourceType.DB_INSTANCE)
                        .duration(LAST_MINUTES))
            .events()
            .stream()
            .map(event -> event.date() + " " + event.message())
            .toList();
    return events.subList(Math.max(0, events.size() - SHOWN), events.size());
  }
}
