package dev.groundtruth.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.junit.fakes.LocalShop;
import dev.groundtruth.junit.fakes.Shop;
import dev.groundtruth.junit.fakes.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The test classes that the tests of the extension run; no test runner finds them by itself. */
final class ShopTests {

  private ShopTests() {}

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  static class First {

    private final Shop fromConstructor;

    First(Shop shop) {
      fromConstructor = shop;
    }

    @BeforeAll
    static void prepare(Shop shop) {
      assertThat(shop.number()).isEqualTo(1);
    }

    @Test
    void gets_the_environment(Shop shop, Environment same, Evidence evidence, Progress progress) {
      assertThat(shop).isSameAs(same).isSameAs(fromConstructor);
      assertThat(shop.number()).isEqualTo(1);
      assertThat(evidence).isNotNull();
      assertThat(progress).isNotNull();
    }

    @Nested
    class Inside {

      @Test
      void gets_the_environment_of_the_class_around(Shop shop) {
        assertThat(shop).isSameAs(fromConstructor);
      }
    }
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  @Execution(ExecutionMode.CONCURRENT)
  static class Second {

    @Test
    void gets_the_same(Shop shop) {
      assertThat(shop.number()).isEqualTo(1);
    }

    @Test
    void gets_the_same_again(Shop shop) {
      assertThat(shop.number()).isEqualTo(1);
    }
  }

  static class Third extends Second {}

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  static class Failing {

    @Test
    void fails(Evidence evidence) {
      evidence.step(
          "GET / as admin with " + LocalShop.SECRET,
          () -> {
            evidence.observed("answered 403");
            evidence.attach("body", "text/plain", "password=" + LocalShop.SECRET);
            throw new AssertionError("no login with " + LocalShop.SECRET);
          });
    }

    @Test
    void fails_for_the_same_reason() {
      Assertions.fail("no login with " + LocalShop.SECRET);
    }
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  static class FailingBroken {

    @Test
    void breaks() {
      throw new IllegalStateException("first", new IllegalArgumentException(LocalShop.SECRET));
    }
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  static class FailingDynamically {

    @TestFactory
    Stream<DynamicTest> ports() {
      return Stream.of(
          DynamicTest.dynamicTest("80", () -> {}),
          DynamicTest.dynamicTest("81", () -> Assertions.fail("81 is open")));
    }
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  static class FailingBeforeAll {

    @BeforeAll
    static void fails() {
      throw new IllegalStateException("no data");
    }

    @Test
    void is_not_reached() {}
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  static class Aborted {

    @Test
    void is_aborted() {
      Assumptions.abort("not today");
    }
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Warehouse.class)
  static class Unprovided {

    @Test
    void needs_a_provider() {}
  }

  @VerifiesInfrastructure
  static class WithoutEnvironment {

    @Test
    void takes_a_shop(Shop shop) {}
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  static class WrongParameter {

    @Test
    void takes_a_warehouse(Warehouse warehouse) {}
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  static class Capabilities {

    @Test
    @RequiresCapability(Capability.CANARY_LISTENERS)
    void has_listeners() {}

    @Test
    @RequiresCapability({Capability.CANARY_LISTENERS, Capability.SECURITY_GROUPS_ENFORCED})
    void needs_enforcement() {}

    @Test
    @RequiresCapability(Capability.IPV6)
    void needs_ipv6() {}
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  @RequiresCapability(Capability.SECURITY_GROUPS_ENFORCED)
  static class CapabilityOfTheClass {

    @Test
    void is_not_reached() {}
  }

  @VerifiesInfrastructure
  static class CapabilityWithoutEnvironment {

    @Test
    @RequiresCapability(Capability.IPV6)
    void needs_ipv6() {}
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  static class Leaking {

    @Test
    void writes_past_the_evidence() throws Exception {
      Path results = Path.of(System.getProperty("allure.results.directory"));
      Files.writeString(results.resolve("dump.txt"), "raw " + LocalShop.SECRET);
    }
  }

  @VerifiesInfrastructure
  @RequiresEnvironment(Shop.class)
  static class Hanging {

    @Test
    void waits_for_ever(Progress progress) throws Exception {
      try (Progress.Phase phase = progress.begin("hanging")) {
        phase.waitingFor("a signal");
        new CountDownLatch(1).await();
      }
    }
  }
}
