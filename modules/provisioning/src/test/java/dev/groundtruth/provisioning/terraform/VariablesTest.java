package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundtruth.provisioning.command.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VariablesTest {

  private record Disk(int sizeGb, Optional<String> mountPoint) {}

  private record Server(String hostName, List<Disk> disks, Secret rootPassword) {}

  @Test
  void writes_json_without_losing_a_digit() {
    Variables variables =
        Variables.none()
            .with("decimal", new BigDecimal("0.1000000000000000055511151231257827"))
            .with("huge", BigInteger.TWO.pow(200))
            .with("long", Long.MIN_VALUE)
            .with("text", "\"${a}\"\n")
            .with("nothing", null)
            .with("list", Arrays.asList(1, null, "x", true))
            .with("map", Map.of("k", List.of(Map.of())));
    assertThat(variables.json())
        .isEqualTo(
            "{\"decimal\":0.1000000000000000055511151231257827,\"huge\":"
                + BigInteger.TWO.pow(200)
                + ",\"long\":-9223372036854775808,\"text\":\"\\\"${a}\\\"\\n\",\"nothing\":null,"
                + "\"list\":[1,null,\"x\",true],\"map\":{\"k\":[{}]}}");
  }

  @Test
  void makes_objects_of_records() {
    Variables variables =
        Variables.none()
            .with(
                "servers",
                List.of(
                    new Server(
                        "a",
                        List.of(new Disk(20, Optional.of("/")), new Disk(5, Optional.empty())),
                        Secret.of("hidden-root"))));
    assertThat(variables.json())
        .isEqualTo(
            "{\"servers\":[{\"host_name\":\"a\",\"disks\":[{\"size_gb\":20,\"mount_point\":\"/\"},"
                + "{\"size_gb\":5,\"mount_point\":null}],\"root_password\":\"hidden-root\"}]}");
    assertThat(variables.toString()).contains("size_gb").doesNotContain("hidden-root");
  }

  @Test
  void lets_later_ones_win() {
    Variables variables = Variables.of(Map.of("a", 1)).with(Variables.none().with("a", 2));
    assertThat(variables.json()).isEqualTo("{\"a\":2}");
  }

  @Test
  void refuses_what_is_not_exact() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Variables.none().with("x", 0.1))
        .withMessageContaining("Variable x: java.lang.Double")
        .withMessageContaining("perhaps you should pass a BigDecimal");
  }

  @Test
  void are_for_the_owner_only_and_removed() throws Exception {
    try (PrivateFolder folder = new PrivateFolder()) {
      Path path;
      try (VariablesFile file = VariablesFile.write(folder, Variables.none().with("a", 1))) {
        path = file.file().orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
            .isEqualTo("rwx------");
        assertThat(file.arguments("-var-file").words()).containsExactly("-var-file=" + path);
      }
      assertThat(path).doesNotExist();
      try (VariablesFile none = VariablesFile.write(folder, Variables.none())) {
        assertThat(none.arguments("-var-file").words()).isEmpty();
      }
    }
  }
}
