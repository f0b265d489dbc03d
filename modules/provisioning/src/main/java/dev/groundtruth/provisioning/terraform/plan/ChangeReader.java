package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.value.AttributePath;
import dev.groundtruth.provisioning.value.Located;
import dev.groundtruth.provisioning.value.NullValue;
import dev.groundtruth.provisioning.value.NumberValue;
import dev.groundtruth.provisioning.value.TextValue;
import dev.groundtruth.provisioning.value.Value;
import dev.groundtruth.provisioning.value.internal.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads changes, of which a plan has four kinds in one form. */
final class ChangeReader {

  private ChangeReader() {}

  static ResourceChange resourceChange(Located resource) {
    return new ResourceChange(
        resource.at("address").text(),
        text(resource, "previous_address"),
        text(resource, "module_address").orElse(""),
        text(resource, "mode").orElse("managed"),
        text(resource, "type").orElse(""),
        text(resource, "name").orElse(""),
        value(resource, "index"),
        text(resource, "deposed"),
        text(resource, "provider_name").orElse(""),
        change(resource.at("change")),
        text(resource, "action_reason"));
  }

  static Change change(Located change) {
    return new Change(
        Action.of(change.at("actions").texts()),
        Marks.merge(value(change, "before"), NullValue.NULL, value(change, "before_sensitive")),
        Marks.merge(
            value(change, "after"),
            value(change, "after_unknown"),
            value(change, "after_sensitive")),
        change
            .find("replace_paths")
            .map(paths -> paths.list().stream().map(ChangeReader::path).toList())
            .orElse(List.of()),
        change.find("importing").map(ChangeReader::importing),
        text(change, "generated_config"));
  }

  static AttributePath path(Located steps) {
    List<AttributePath.Step> path = new ArrayList<>();
    for (Located step : steps.list()) {
      if (step.value() instanceof TextValue key) {
        path.add(new AttributePath.Key(key.value()));
      } else if (step.value() instanceof NumberValue) {
        path.add(new AttributePath.Index(step.integer()));
      } else {
        // Into a set: its elements have no names, what follows is within any of them.
        break;
      }
    }
    return new AttributePath(path);
  }

  private static Change.Importing importing(Located importing) {
    return new Change.Importing(
        text(importing, "id"),
        value(importing, "identity"),
        importing.find("unknown").map(Located::bool).orElse(false));
  }

  private static Optional<String> text(Located object, String member) {
    return object.find(member).map(Located::text);
  }

  private static Value value(Located object, String member) {
    return object.find(member).map(Located::value).orElse(NullValue.NULL);
  }
}
