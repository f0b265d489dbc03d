package dev.groundtruth.aws.inventory;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.internal.JsonService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resources of all services by their tags, as the <a
 * href="https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html">Resource
 * Groups Tagging API</a> knows them. It lags behind: what was deleted may be told for a while, and
 * a few services do not take part.
 */
public final class TaggedResources {

  /** The most that are told at once. */
  private static final int PAGE = 100;

  private final JsonService tagging;

  /**
   * The resources of a region.
   *
   * @param clients the way to it
   */
  public TaggedResources(AwsClients clients) {
    this.tagging = clients.sdk().json("tagging", "tag", "1.1");
  }

  /**
   * The resources with a tag.
   *
   * @param key the tag's key
   * @param value its value
   * @return the resources
   * @throws AwsException if AWS cannot be asked
   */
  public List<TaggedResource> with(String key, String value) {
    return with(Map.of(key, Optional.of(value)));
  }

  /**
   * The resources with tags.
   *
   * @param tags the keys and values of tags that they all have; any value, where none is given
   * @return the resources
   * @throws AwsException if AWS cannot be asked
   */
  public List<TaggedResource> with(Map<String, Optional<String>> tags) {
    List<TaggedResource> resources = new ArrayList<>();
    @Nullable String token = null;
    do {
      ObjectNode question = JsonService.body().put("ResourcesPerPage", PAGE);
      ArrayNode filters = question.putArray("TagFilters");
      tags.forEach(
          (key, value) -> {
            ObjectNode filter = filters.addObject().put("Key", key);
            value.ifPresent(each -> filter.putArray("Values").add(each));
          });
      if (token != null) {
        question.put("PaginationToken", token);
      }
      JsonNode answer = tagging.ask("ResourceGroupsTaggingAPI_20170126", "GetResources", question);
      answer.path("ResourceTagMappingList").forEach(each -> resources.add(of(each)));
      token = Pages.next(answer, "PaginationToken");
    } while (token != null);
    return resources;
  }

  private static TaggedResource of(JsonNode resource) {
    Map<String, String> tags = new LinkedHashMap<>();
    resource
        .path("Tags")
        .forEach(tag -> tags.put(tag.path("Key").asString(), tag.path("Value").asString("")));
    return new TaggedResource(resource.path("ResourceARN").asString(), tags);
  }
}
