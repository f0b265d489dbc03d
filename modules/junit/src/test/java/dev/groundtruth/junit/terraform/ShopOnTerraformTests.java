package dev.groundtruth.junit.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.junit.VerifiesInfrastructure;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.provisioning.terraform.plan.Plan;
import dev.groundtruth.provisioning.terraform.state.Outputs;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tests as somebody with a stack of their own writes them; run by {@link RequiresTerraformIT}. */
final class ShopOnTerraformTests {

  private static final String FOLDER = "src/test/resources/shop";
  private static final String CIDR = "cidr=10.77.0.0/16";

  private ShopOnTerraformTests() {}

  @VerifiesInfrastructure
  @RequiresTerraform(
      folder = FOLDER,
      variables = {CIDR, "port=443"})
  static class WithParts {

    @Test
    void gets_what_was_planned_and_what_came_of_it(Plan plan, Outputs outputs, AwsClients aws) {
      assertThat(plan.resource("aws_vpc.shop").address()).isEqualTo("aws_vpc.shop");
      assertThat(outputs.text("vpc_id")).startsWith("vpc-");
      assertThat(aws.region()).isEqualTo("eu-west-3");
    }

    @Test
    void gets_the_network_as_it_is(Network live, Outputs outputs) {
      assertThat(live.securityGroups())
          .filteredOn(group -> group.identity().key().equals(outputs.text("group_id")))
          .singleElement()
          .satisfies(group -> assertThat(group.rules().toString()).contains("443"));
    }
  }

  @VerifiesInfrastructure
  @RequiresTerraform(
      folder = FOLDER,
      variables = {CIDR, "port=443"})
  static class WithTheWhole {

    @Test
    void finds_it_applied_already(TerraformEnvironment environment) {
      environment.verifyUnchanged();
    }
  }

  @VerifiesInfrastructure
  @RequiresTerraform(folder = FOLDER, variables = CIDR, runVariable = "run", runTag = "Run")
  static class Littering {

    @Test
    void makes_something_past_terraform(TerraformEnvironment environment) {
      try (Ec2Client ec2 =
          Ec2Client.builder()
              .endpointOverride(environment.emulator().orElseThrow().endpoint())
              .region(Region.of(environment.region()))
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
              .build()) {
        ec2.createVolume(
            r ->
                r.availabilityZone("eu-west-3a")
                    .size(1)
                    .tagSpecifications(
                        TagSpecification.builder()
                            .resourceType(ResourceType.VOLUME)
                            .tags(Tag.builder().key("Run").value(environment.run().id()).build())
                            .build()));
      }
    }
  }

  @VerifiesInfrastructure
  @RequiresTerraform(folder = FOLDER, variables = CIDR, regionVariable = "region")
  static class InAnyRegion {

    @Test
    void is_where_the_run_is(TerraformEnvironment environment) {
      assertThat(environment.recorded().subnets())
          .allSatisfy(
              subnet ->
                  assertThat(subnet.zone())
                      .hasValueSatisfying(
                          zone -> assertThat(zone).startsWith(environment.region())));
    }
  }

  @VerifiesInfrastructure
  @RequiresTerraform(folder = FOLDER, variables = CIDR)
  static class InItsOwnRegion {

    @Test
    void is_not_run(Outputs outputs) {
      assertThat(outputs.names()).isEmpty();
    }
  }

  @VerifiesInfrastructure
  @RequiresTerraform(folder = FOLDER, variables = "cidr=nonsense")
  static class Broken {

    @Test
    void is_not_run(Outputs outputs) {
      assertThat(outputs.names()).isEmpty();
    }
  }

  @VerifiesInfrastructure
  @RequiresTerraform(folder = FOLDER, variables = "no variable")
  static class Misspelled {

    @Test
    void is_not_run(Outputs outputs) {
      assertThat(outputs.names()).isEmpty();
    }
  }
}
