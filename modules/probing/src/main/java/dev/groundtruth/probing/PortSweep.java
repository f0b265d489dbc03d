package dev.groundtruth.probing;

import dev.groundtruth.probing.internal.NmapXml;
import java.util.List;
import java.util.function.Function;

/** Looks at every port of a host: the slow second opinion. */
@FunctionalInterface
public interface PortSweep {

  /**
   * Sweeps all ports from 1 to 65535.
   *
   * @param host a name or address
   * @param transport TCP or UDP
   * @return what was seen
   * @throws SweepException if the sweep did not come to an end
   */
  SweepResult sweep(String host, Transport transport);

  /**
   * A sweep by nmap, wherever the function runs it. A host that says nothing is swept all the same,
   * and names of ports are not looked up.
   *
   * @param run runs {@code nmap} with the arguments given, without a shell, and returns its
   *     standard output
   * @return the sweep
   */
  static PortSweep nmap(Function<List<String>, String> run) {
    return (host, transport) -> NmapXml.read(run.apply(nmapCommand(host, transport)), transport);
  }

  /**
   * The command line {@link #nmap} uses.
   *
   * @param host a name or address
   * @param transport TCP or UDP
   * @return {@code nmap} and its arguments
   */
  static List<String> nmapCommand(String host, Transport transport) {
    return List.of(
        "nmap",
        "-oX",
        "-",
        "-Pn",
        "-n",
        transport == Transport.TCP ? "-sS" : "-sU",
        "-p",
        "1-65535",
        "-T5",
        "--min-rate",
        "20000",
        "--max-retries",
        "1",
        "--",
        host);
  }
}
