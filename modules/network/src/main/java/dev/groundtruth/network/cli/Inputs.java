package dev.groundtruth.network.cli;

import dev.groundtruth.network.model.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recognises an input: a folder is one of dumps, a file or {@code -} a plan or a state. */
final class Inputs {

  private final NetworkReader reader;
  private final InputStream stdin;

  Inputs(NetworkReader reader, InputStream stdin) {
    this.reader = reader;
    this.stdin = stdin;
  }

  /**
   * Reads an input.
   *
   * @param input a file, a folder or {@code -}
   * @throws CommandException if there is no such input or it cannot be read
   */
  Network read(String input) {
    try {
      if (input.equals("-")) {
        return reader.stream(stdin.readAllBytes());
      }
      if (input.isBlank()) {
        throw new CommandException(
            ExitCode.USAGE,
            "\"%s\" names no INPUT, perhaps you should write . for the current folder"
                .formatted(input));
      }
      Path path = Path.of(input);
      if (Files.isDirectory(path)) {
        return reader.dumps(path);
      }
      if (!Files.exists(path)) {
        throw new CommandException(
            ExitCode.NO_INPUT,
            "There is no \"%s\", perhaps you should name a plan (terraform show -json), a state or"
                    .formatted(input)
                + " a folder of AWS CLI dumps");
      }
      return reader.plan(Files.readAllBytes(path), input);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "\"%s\" cannot be read (%s), perhaps you should look at its permissions"
              .formatted(input, e.getMessage()));
    }
  }
}
