package dev.groundtruth.junit.terraform;

import dev.groundtruth.junit.internal.InfrastructureExtension;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The Terraform configuration that the tests of a class need applied. It is applied when the first
 * class of the run needs it, shared by all that name the same, and destroyed at the end of the run.
 *
 * <p>Tests take what came of it as parameters: {@link TerraformEnvironment}, {@link
 * dev.groundtruth.provisioning.terraform.state.Outputs Outputs}, {@link
 * dev.groundtruth.provisioning.terraform.plan.Plan Plan}, {@link
 * dev.groundtruth.network.model.Network Network} (as AWS says it is at this moment), {@link
 * dev.groundtruth.aws.AwsClients AwsClients} and {@link
 * dev.groundtruth.provisioning.terraform.Terraform Terraform}.
 *
 * <pre>{@code
 * @VerifiesInfrastructure
 * @RequiresTerraform(folder = "infra", variablesFiles = "infra/test.tfvars")
 * class ShopVerification {
 *   @Test
 *   void database_is_private(Outputs outputs, Network live) { ... }
 * }
 * }</pre>
 *
 * <p>The target {@code emulated} applies it to an emulator, {@code aws} to an account that {@code
 * groundtruth.aws.accounts} names.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(InfrastructureExtension.class)
public @interface RequiresTerraform {

  /**
   * The folder of the root module.
   *
   * @return a path; a relative one starts at {@code groundtruth.root}, or where the tests run
   */
  String folder();

  /**
   * Files of variables.
   *
   * @return paths, relative ones as those of {@link #folder}; later files win
   */
  String[] variablesFiles() default {};

  /**
   * Variables beside those of the files.
   *
   * @return each a name, {@code =} and a value as Terraform's {@code -var} takes it: text, or JSON
   *     that is no text
   */
  String[] variables() default {};

  /**
   * The aliases of the configuration's AWS providers beside the default one: on the emulator they
   * have to be led there as well.
   *
   * @return the aliases
   */
  String[] providerAliases() default {};

  /**
   * The variable that gets the run's id, for the tags of what is made.
   *
   * @return its name; empty if there is none
   */
  String runVariable() default "";

  /**
   * The variable that gets the run's owner.
   *
   * @return its name; empty if there is none
   */
  String ownerVariable() default "";

  /**
   * The variable that gets the time after which nobody needs what is made (RFC 3339).
   *
   * @return its name; empty if there is none
   */
  String expiresVariable() default "";

  /**
   * The variable that gets the region, {@code groundtruth.aws.region}.
   *
   * @return its name; empty if the configuration names its region itself
   */
  String regionVariable() default "";

  /**
   * The variable that gets the number of the account, for {@code allowed_account_ids} of the
   * provider; on the emulator it keeps its default.
   *
   * @return its name; empty if there is none
   */
  String accountVariable() default "";

  /**
   * The tag with the run's id that the configuration gives to whatever it makes. At the end AWS
   * must know nothing that has it, or the run fails.
   *
   * @return its key; empty if there is none
   */
  String runTag() default "";
}
