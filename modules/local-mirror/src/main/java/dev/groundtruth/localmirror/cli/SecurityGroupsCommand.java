package dev.groundtruth.localmirror.cli;

import dev.groundtruth.localmirror.NftablesRules;
import dev.groundtruth.network.securitygroups.MalformedSecurityGroupsException;
import dev.groundtruth.network.securitygroups.SecurityGroups;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Renders a security groups file as nftables rules. */
public final class SecurityGroupsCommand {

  private static final int USAGE = 2;

  private SecurityGroupsCommand() {}

  /**
   * Renders, and ends the JVM with 0, or with 1 if the file is malformed.
   *
   * @param arguments the file, and the folder the rules are written to
   */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(run(List.of(arguments), out, err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.size() != 2) {
      err.println("Usage: bin/security-groups [FILE FOLDER]");
      return USAGE;
    }
    Path file = Path.of(arguments.get(0));
    Path folder = Path.of(arguments.get(1));
    try {
      SecurityGroups groups = SecurityGroups.read(file);
      NftablesRules.write(groups, folder);
      out.println(
          "rendered %s to %s: %s".formatted(file, folder, NftablesRules.render(groups).keySet()));
      return 0;
    } catch (MalformedSecurityGroupsException e) {
      err.println(e.getMessage());
      return 1;
    }
  }
}
