package dev.groundtruth.localmirror.cli;

import dev.groundtruth.localmirror.NftablesRules;
import dev.groundtruth.localmirror.SecurityGroupsExport;
import dev.groundtruth.network.securitygroups.MalformedSecurityGroupsException;
import dev.groundtruth.network.securitygroups.SecurityGroup;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import dev.groundtruth.network.terraform.TerraformReader;
import dev.groundtruth.network.terraform.UnreadablePlanException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Renders a security groups file as nftables rules; writes that file from a Terraform plan. */
public final class SecurityGroupsCommand {

  private static final int USAGE = 2;

  private SecurityGroupsCommand() {}

  /**
   * Renders, and ends the JVM with 0, or with 1 if the file is malformed.
   *
   * @param arguments the file, and the folder the rules are written to; or {@code export}, the
   *     plan, the stack's name, the file, the folder
   */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(run(List.of(arguments), out, err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    boolean isExport = arguments.size() == 5 && arguments.get(0).equals("export");
    if (arguments.size() != 2 && !isExport) {
      err.println(
          "Usage: bin/security-groups [FILE FOLDER]\n"
              + "       bin/security-groups export PLAN.json [STACK [FILE FOLDER]]");
      return USAGE;
    }
    Path file = Path.of(arguments.get(isExport ? 3 : 0));
    Path folder = Path.of(arguments.get(isExport ? 4 : 1));
    try {
      if (isExport) {
        export(Path.of(arguments.get(1)), arguments.get(2), file);
      }
      SecurityGroups groups = SecurityGroups.read(file);
      NftablesRules.write(groups, folder);
      out.println(
          "rendered %s to %s: %s".formatted(file, folder, NftablesRules.render(groups).keySet()));
      return 0;
    } catch (MalformedSecurityGroupsException
        | UnreadablePlanException
        | IllegalArgumentException
        | UncheckedIOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  /** Writes the groups that the file has, as the plan has them. */
  private static void export(Path plan, String stack, Path file) {
    List<String> tiers =
        SecurityGroups.read(file).groups().stream().map(SecurityGroup::name).toList();
    String json = new SecurityGroupsExport(new TerraformReader().read(plan), stack).json(tiers);
    SecurityGroups.parse(json, plan.toString());
    try {
      Files.writeString(file, json);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be written, perhaps you should check its permissions".formatted(file), e);
    }
  }
}
