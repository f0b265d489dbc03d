package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.terraform.event.UnsupportedFormatException;
import dev.groundtruth.provisioning.value.AttributePath;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.UnexpectedValueException;
import dev.groundtruth.provisioning.value.internal.JsonSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The sections of a plan, each made into values when it is asked for. */
final class PlanSections {

  private static final String SUBJECT = "The plan";

  private final JsonSource.Sections sections;

  private PlanSections(JsonSource.Sections sections) {
    this.sections = sections;
  }

  static PlanSections read(byte[] json) {
    PlanSections plan = new PlanSections(JsonSource.of("the plan", json).sections());
    String version = plan.find("format_version").map(Located::text).orElse("");
    if (version.isEmpty()) {
      throw new UnexpectedValueException(
          "The JSON is no plan: it has no format_version, perhaps you should pass what terraform show -json wrote of a saved plan");
    }
    UnsupportedFormatException.check(SUBJECT, version, "1");
    Set<String> names = plan.sections.names();
    if (!names.contains("configuration") && !names.contains("planned_values")) {
      throw new UnexpectedValueException(
          "The JSON is no plan: it has no planned_values%s, perhaps you should name the file of the saved plan to terraform show -json"
              .formatted(names.contains("values") ? " but is a state" : ""));
    }
    return plan;
  }

  /** A section with a place that errors can name; nothing if it is missing or null. */
  Optional<Located> find(String section) {
    return sections
        .find(section)
        .map(value -> new Located(SUBJECT, AttributePath.ROOT.member(section), value));
  }

  List<Located> list(String section) {
    return find(section).map(Located::list).orElse(List.of());
  }

  String text(String section) {
    return find(section).map(Located::text).orElse("");
  }

  String sanitizedJson() {
    return PlanSanitizer.sanitize(sections);
  }

  String json() {
    return sections.text();
  }
}
