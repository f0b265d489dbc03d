package dev.groundtruth.aws.sweep;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.inventory.TaggedResources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Finds what has tags, in one region (<a
 * href="https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html">GetResources</a>).
 * Roles and Auto Scaling groups <a
 * href="https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html">may
 * be missing there</a>, so those whose names begin with the project's are listed and looked at one
 * by one: who sweeps need not be allowed to read those of others.
 */
final class LeftoverSearch {

  private final AwsClients clients;
  private final CloudControl cloudControl;

  LeftoverSearch(AwsClients clients) {
    this.clients = clients;
    this.cloudControl = new CloudControl(clients);
  }

  /** What the tagging service knows, of the region and, in us-east-1, of no region. */
  List<Leftover> tagged(Selection selection) {
    List<Leftover> found = new ArrayList<>();
    new TaggedResources(clients)
        .with(selection.filters())
        .forEach(each -> add(found, selection, each.arn(), each.tags()));
    return found;
  }

  /** Auto Scaling groups of the region. */
  List<Leftover> groups(Selection selection) {
    return listed(
        selection,
        "AWS::AutoScaling::AutoScalingGroup",
        "arn:aws:autoscaling:%s:%s:autoScalingGroup:-:autoScalingGroupName/%s");
  }

  /** Roles of the account. */
  List<Leftover> roles(Selection selection) {
    return listed(selection, "AWS::IAM::Role", "arn:aws:iam:%.0s:%s:role/%s");
  }

  private List<Leftover> listed(Selection selection, String type, String arn) {
    List<Leftover> found = new ArrayList<>();
    for (String identifier : cloudControl.identifiers(type)) {
      if (!identifier.startsWith(selection.project())) {
        continue;
      }
      cloudControl
          .properties(type, identifier)
          .ifPresent(
              properties ->
                  add(
                      found,
                      selection,
                      arn.formatted(clients.region(), clients.identity().account(), identifier),
                      tags(properties.path("Tags"))));
    }
    return found;
  }

  private void add(
      List<Leftover> found, Selection selection, String arn, Map<String, String> tags) {
    if (selection.includes(tags)) {
      found.add(new Leftover(arn, clients.region(), tags));
    }
  }

  private static Map<String, String> tags(JsonNode list) {
    Map<String, String> tags = new LinkedHashMap<>();
    list.forEach(each -> tags.put(each.path("Key").asString(""), each.path("Value").asString("")));
    return tags;
  }
}
