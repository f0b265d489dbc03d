package dev.groundtruth.probing.internal;

import tools.jackson.databind.json.JsonMapper;

/** The one JSON mapper; immutable. */
public final class Json {

  public static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}
}
