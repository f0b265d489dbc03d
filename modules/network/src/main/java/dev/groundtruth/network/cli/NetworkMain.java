package dev.groundtruth.network.cli;

import dev.groundtruth.network.awscli.DumpReader;
import dev.groundtruth.network.awscli.UnusableDumpException;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.terraform.TerraformReader;
import dev.groundtruth.network.terraform.UnreadablePlanException;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
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
    int code = NetworkCommand.run(List.of(words), inputs(System.in), out, err);
    out.flush();
    System.exit(code);
  }

  /** The inputs as they are: files, folders and a stream. */
  static Inputs inputs(InputStream stdin) {
    return new Inputs(new Readers(), stdin);
  }

  private static final class Readers implements NetworkReader {

    @Override
    public Network plan(byte[] json, String source) {
      return read(reader(source), json, source);
    }

    @Override
    public Network stream(byte[] json) {
      return read(new TerraformReader(), json, "stdin");
    }

    private static Network read(TerraformReader reader, byte[] json, String source) {
      try {
        return reader.read(source, new ByteArrayInputStream(json));
      } catch (UnreadablePlanException e) {
        throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
      }
    }

    /** Beside a configuration it can be told in which file and line a rule is written. */
    private static TerraformReader reader(String source) {
      Path folder = Path.of(source).toAbsolutePath().getParent();
      String[] files =
          folder == null ? null : folder.toFile().list((any, name) -> name.endsWith(".tf"));
      return folder == null || files == null || files.length == 0
          ? new TerraformReader()
          : new TerraformReader(folder);
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
