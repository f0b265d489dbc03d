package dev.groundtruth.network.contract;

import dev.groundtruth.network.analysis.Endpoint;
import dev.groundtruth.network.analysis.PacketSet;
import dev.groundtruth.network.analysis.Passage;
import dev.groundtruth.network.analysis.Reachability;
import dev.groundtruth.network.analysis.TrafficSummary;
import dev.groundtruth.network.model.Network;
import dev.groundtruth.network.model.NetworkInterface;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who can send what to whom: the whole matrix.
 *
 * @param names the rows and columns, in their order
 * @param cells a cell for each pair; those between two sets of addresses outside are left out
 */
public record ReachabilityTable(List<String> names, List<Cell> cells) {

  /**
   * Keeps copies of the lists.
   *
   * @param names the rows and columns
   * @param cells the cells
   */
  public ReachabilityTable {
    names = List.copyOf(names);
    cells = List.copyOf(cells);
  }

  /**
   * What arrives from one at another.
   *
   * @param from who sends
   * @param to who receives
   * @param possible what arrives if all that is not known yet turns out so
   * @param certain what arrives in any case
   */
  public record Cell(String from, String to, PacketSet possible, PacketSet certain) {

    static Cell of(String from, String to, List<Passage> passages) {
      PacketSet possible = PacketSet.none();
      PacketSet certain = PacketSet.none();
      for (Passage passage : passages) {
        possible = possible.union(passage.possible());
        certain = certain.union(passage.certain());
      }
      return new Cell(from, to, possible, certain);
    }

    /** The traffic, with a question mark where it is possible only; {@code -} for none. */
    @Override
    public String toString() {
      if (possible.isEmpty()) {
        return "-";
      }
      PacketSet open = possible.minus(certain);
      if (open.isEmpty()) {
        return TrafficSummary.of(certain);
      }
      return certain.isEmpty()
          ? TrafficSummary.of(possible) + "?"
          : TrafficSummary.of(certain) + "; " + TrafficSummary.of(open) + "?";
    }
  }

  /**
   * The matrix of a network: all interfaces of one owner together, and the internet. Where owners
   * of different kinds have one name, as a load balancer and a database may, their kind is said.
   *
   * @param network the network
   * @return the matrix
   */
  public static ReachabilityTable of(Network network) {
    Map<String, Map<NetworkInterface.Kind, List<NetworkInterface>>> owners = new LinkedHashMap<>();
    for (NetworkInterface each : network.interfaces()) {
      String name = each.owner().stream().findFirst().orElse(each.identity().key());
      owners
          .computeIfAbsent(name, any -> new LinkedHashMap<>())
          .computeIfAbsent(each.kind(), any -> new ArrayList<>())
          .add(each);
    }
    Endpoint internet = Endpoint.internet();
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(internet);
    owners.forEach(
        (name, kinds) -> {
          boolean isClear = kinds.size() == 1 && !name.equals(internet.name());
          kinds.forEach(
              (kind, interfaces) ->
                  endpoints.add(
                      Endpoint.of(isClear ? name : name + " (" + kind + ")", interfaces)));
        });
    return of(network, endpoints);
  }

  /**
   * The matrix of some endpoints.
   *
   * @param network the network
   * @param endpoints the endpoints
   * @return the matrix
   */
  public static ReachabilityTable of(Network network, List<Endpoint> endpoints) {
    Reachability reachability = Reachability.of(network);
    List<Cell> cells = new ArrayList<>();
    for (Endpoint from : endpoints) {
      for (Endpoint to : endpoints) {
        if (!(from instanceof Endpoint.Addresses && to instanceof Endpoint.Addresses)) {
          cells.add(Cell.of(from.name(), to.name(), reachability.passages(from, to)));
        }
      }
    }
    return new ReachabilityTable(endpoints.stream().map(Endpoint::name).toList(), cells);
  }

  /**
   * One cell.
   *
   * @param from who sends
   * @param to who receives
   * @return the cell, or nothing if there is none
   */
  public Optional<Cell> cell(String from, String to) {
    return cells.stream()
        .filter(cell -> cell.from().equals(from) && cell.to().equals(to))
        .findFirst();
  }

  /** A line for each pair between which something may arrive. */
  @Override
  public String toString() {
    List<Cell> open = cells.stream().filter(cell -> !cell.possible().isEmpty()).toList();
    if (open.isEmpty()) {
      return "nothing arrives anywhere";
    }
    int from = open.stream().mapToInt(cell -> cell.from().length()).max().orElse(0);
    int to = open.stream().mapToInt(cell -> cell.to().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Cell cell : open) {
      text.append(pad(cell.from(), from))
          .append(" -> ")
          .append(pad(cell.to(), to))
          .append("  ")
          .append(cell)
          .append('\n');
    }
    return text.toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
