package dev.groundtruth.network.cli;

import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.certificate.Certificate;
import dev.groundtruth.network.certificate.CertificateChecker;
import dev.groundtruth.network.certificate.CertificateReader;
import dev.groundtruth.network.certificate.CertificateWriter;
import dev.groundtruth.network.certificate.Certifier;
import dev.groundtruth.network.certificate.MalformedCertificateException;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.TrafficMatch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/network verify}: whether a certificate proves something of a network. */
@Command(
    name = "verify",
    description =
        "Whether a certificate of isolation, as reach --certificate writes it, holds for INPUT;"
            + " the engine has no part in it.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  private final Inputs inputs;
  private final PrintStream out;

  @Parameters(paramLabel = "INPUT")
  private String input = "";

  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "FILE",
      description = "The certificate, as JSON.")
  private @Nullable Path file;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  VerifyCommand(Inputs inputs, PrintStream out) {
    this.inputs = inputs;
    this.out = out;
  }

  @Override
  public Integer call() {
    Certificate certificate = read(file);
    List<String> problems = new CertificateChecker(inputs.read(input)).problems(certificate);
    if (json) {
      out.println(
          Json.text(
              Json.answer(
                  "verify",
                  "holds",
                  problems.isEmpty(),
                  "question",
                  certificate.question(),
                  "problems",
                  problems)));
    } else {
      out.println(problems.isEmpty() ? "it holds:" : "it does not hold:");
      out.println("  " + certificate.question());
      problems.forEach(problem -> out.println("  " + problem));
    }
    return problems.isEmpty() ? ExitCode.YES : ExitCode.NO;
  }

  private static Certificate read(@Nullable Path file) {
    if (file == null || !Files.isRegularFile(file)) {
      throw new CommandException(
          ExitCode.NO_INPUT,
          "There is no --certificate \"%s\", perhaps you should name a file that reach"
                  .formatted(file)
              + " --certificate has written");
    }
    try {
      return CertificateReader.read(Files.readAllBytes(file));
    } catch (MalformedCertificateException e) {
      throw new CommandException(ExitCode.BAD_INPUT, file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "--certificate \"%s\" cannot be read, perhaps you should look at its permissions"
              .formatted(file));
    }
  }

  /** Removes a certificate, and no file that is none; whether there was one. */
  static boolean remove(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return false;
      }
      CertificateReader.read(Files.readAllBytes(file));
      return Files.deleteIfExists(file);
    } catch (MalformedCertificateException e) {
      return false;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.NO_INPUT,
          "--certificate \"%s\" cannot be removed, perhaps you should look at its permissions"
              .formatted(file));
    }
  }

  /** Writes a certificate that no packet arrives; false if there is none. */
  static boolean write(
      Network network, Endpoint from, Endpoint to, TrafficMatch traffic, Path file) {
    Optional<Certificate> certificate = new Certifier(network).isolation(from, to, traffic);
    if (certificate.isPresent()) {
      try {
        Files.writeString(file, CertificateWriter.json(certificate.get()));
      } catch (IOException e) {
        throw new CommandException(
            ExitCode.NO_INPUT,
            "--certificate \"%s\" cannot be written, perhaps you should name a file in a folder"
                    .formatted(file)
                + " that exists");
      }
    }
    return certificate.isPresent();
  }
}
