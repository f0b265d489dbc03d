package dev.groundtruth.network.cli;

import dev.groundtruth.network.awscli.DumpReader;
import dev.groundtruth.network.awscli.UnusableDumpException;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.terraform.TerraformReader;
import dev.groundtruth.network.terraform.UnreadablePlanException;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code bin/network}. */
public final class NetworkMain {

  private NetworkMain() {}

  /**
   * Answers a question and ends the JVM: 0 for yes, 1 for no, 2 for unknown, 64 and up if there is
   * no answer.
   *
   * @param words the command line
   */
  public static void main(String[] words) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int code = NetworkCommand.run(List.of(words), new Inputs(new Readers(), System.in), out, err);
    out.flush();
    System.exit(code);
  }

  private static final class Readers implements NetworkReader {

    @Override
    public Network plan(byte[] json, String source) {
      try {
        return new TerraformReader().read(source, new ByteArrayInputStream(json));
      } catch (UnreadablePlanException e) {
        throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public Network dumps(Path folder) {
      try {
        return new DumpReader().read(folder);
      } catch (UnusableDumpException e) {
        throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
      }
    }
  }
}
