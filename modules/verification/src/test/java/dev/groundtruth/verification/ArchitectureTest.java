package dev.groundtruth.verification;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The rules of the architecture: which package may know which, and what a public signature shows.
 */
class ArchitectureTest {

  private static final String NETWORK = "dev.groundtruth.network..";
  private static final String PROVISIONING = "dev.groundtruth.provisioning..";
  private static final String PROBING = "dev.groundtruth.probing..";
  private static final String LOCAL_MIRROR = "dev.groundtruth.localmirror..";
  private static final String AWS = "dev.groundtruth.aws..";
  private static final String JUNIT = "dev.groundtruth.junit..";
  private static final String VERIFICATION = "dev.groundtruth.verification..";

  /** The one place where the extension takes the console, to show the progress of a run. */
  private static final String CONSOLE_OF_THE_RUN = "dev.groundtruth.junit.internal.Run";

  /** Libraries whose types may stand in no public signature of a published module. */
  private static final List<String> HIDDEN =
      List.of(
          "tools.jackson",
          "com.fasterxml",
          "org.testcontainers",
          "com.github.dockerjava",
          "software.amazon",
          "inet.ipaddr",
          "io.qameta",
          "freemarker");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.groundtruth");

  @Test
  void all_modules_are_looked_at() {
    assertThat(Stream.of(NETWORK, PROVISIONING, PROBING, LOCAL_MIRROR, AWS, JUNIT, VERIFICATION))
        .allSatisfy(
            pattern ->
                assertThat(CLASSES.that(resideInAPackage(pattern)).size())
                    .as("classes in %s", pattern)
                    .isPositive());
  }

  @Test
  void dependencies_point_one_way() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("network")
        .definedBy(NETWORK)
        .layer("provisioning")
        .definedBy(PROVISIONING)
        .layer("probing")
        .definedBy(PROBING)
        .layer("local-mirror")
        .definedBy(LOCAL_MIRROR)
        .layer("aws")
        .definedBy(AWS)
        .layer("junit")
        .definedBy(JUNIT)
        .layer("verification")
        .definedBy(VERIFICATION)
        .whereLayer("verification")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("junit")
        .mayOnlyBeAccessedByLayers("verification")
        .whereLayer("aws")
        .mayOnlyBeAccessedByLayers("junit", "verification")
        .whereLayer("local-mirror")
        .mayOnlyBeAccessedByLayers("aws", "junit", "verification")
        .whereLayer("probing")
        .mayOnlyBeAccessedByLayers("local-mirror", "aws", "junit", "verification")
        .whereLayer("network")
        .mayOnlyBeAccessedByLayers("probing", "local-mirror", "aws", "junit", "verification")
        .whereLayer("provisioning")
        .mayOnlyBeAccessedByLayers("local-mirror", "aws", "junit", "verification")
        .check(CLASSES);
  }

  @Test
  void packages_are_free_of_cycles() {
    slices().matching("dev.groundtruth.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void network_is_pure() {
    noClasses()
        .that()
        .resideInAPackage(NETWORK)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net.http..", "java.nio.channels..", "org.testcontainers..", "org.junit..")
        .check(CLASSES);
  }

  @Test
  void provisioning_knows_neither_junit_nor_aws_nor_docker() {
    noClasses()
        .that()
        .resideInAPackage(PROVISIONING)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.junit..", "software.amazon..", "org.testcontainers..", "com.github.dockerjava..")
        .check(CLASSES);
  }

  @Test
  void testcontainers_is_used_by_the_local_mirror_only() {
    noClasses()
        .that(not(resideInAnyPackage(LOCAL_MIRROR, "org.testcontainers..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..")
        .check(CLASSES);
  }

  @Test
  void nothing_below_the_suite_speaks_of_wordpress() {
    noClasses()
        .that(not(resideInAPackage(VERIFICATION)))
        .should()
        .haveNameMatching("(?i).*(wordpress|mysql).*")
        .check(CLASSES);
  }

  @Test
  void public_signatures_show_types_of_the_jdk_and_our_own() {
    classes()
        .that(not(resideInAPackage(VERIFICATION)))
        .and()
        .resideInAPackage("dev.groundtruth..")
        .and()
        .resideOutsideOfPackage("..internal..")
        .and()
        .arePublic()
        .should(showNoneOf(HIDDEN))
        .check(CLASSES);
  }

  @Test
  void every_package_is_null_marked() {
    Set<String> unmarked =
        CLASSES.stream()
            .map(JavaClass::getPackage)
            .filter(found -> found.getName().startsWith("dev.groundtruth"))
            .filter(
                found ->
                    !found
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false))
            .map(found -> found.getName())
            .collect(java.util.stream.Collectors.toSet());

    assertThat(unmarked).as("packages without @NullMarked").isEmpty();
  }

  @Test
  void static_state_does_not_change() {
    noFields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.groundtruth..")
        .should()
        .notBeFinal()
        .check(CLASSES);
  }

  @Test
  void libraries_do_not_print() {
    noClasses()
        .that()
        .resideInAPackage("dev.groundtruth..")
        .and()
        .haveSimpleNameNotEndingWith("Main")
        .and(not(name(CONSOLE_OF_THE_RUN)))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  private static ArchCondition<JavaClass> showNoneOf(List<String> packages) {
    return new ArchCondition<>("show none of " + packages) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (JavaMethod method : item.getMethods()) {
          if (method.getModifiers().contains(JavaModifier.PRIVATE)
              || !(method.getModifiers().contains(JavaModifier.PUBLIC)
                  || method.getModifiers().contains(JavaModifier.PROTECTED))) {
            continue;
          }
          Stream.concat(
                  Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
              .filter(type -> packages.stream().anyMatch(type.getPackageName()::startsWith))
              .forEach(
                  type ->
                      events.add(
                          SimpleConditionEvent.violated(
                              item, method.getFullName() + " shows " + type.getName())));
        }
      }
    };
  }
}
