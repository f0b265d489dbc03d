package dev.groundtruth.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortSetTest {

  private static final int PORTS = 65_536;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agrees_with_a_bit_set_in_every_operation(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      PortSet left = random(random);
      PortSet right = random(random);
      same(left, right, PortSet::union, () -> or(bits(left), bits(right)));
      same(left, right, PortSet::intersection, () -> and(bits(left), bits(right)));
      same(left, right, PortSet::minus, () -> andNot(bits(left), bits(right)));
      assertThat(bits(left.complement())).isEqualTo(andNot(bits(PortSet.ALL), bits(left)));
      assertThat(left.size()).isEqualTo(bits(left).cardinality());
      assertThat(left.isEmpty()).isEqualTo(bits(left).isEmpty());
      assertThat(left.first().orElse(-1)).isEqualTo(bits(left).nextSetBit(0));
      int port = random.nextInt(PORTS);
      assertThat(left.contains(port)).isEqualTo(bits(left).get(port));
      assertThat(left.ports().toArray()).isEqualTo(bits(left).stream().toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void has_one_form_for_the_same_ports(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      PortSet set = random(random);
      assertThat(set.complement().complement()).isEqualTo(set);
      assertThat(PortSet.parse(set.toString())).isEqualTo(set);
      assertThat(set.union(set.complement())).isEqualTo(PortSet.ALL);
      assertThat(set.intersection(set.complement())).isEqualTo(PortSet.NONE);
      List<PortRange> ranges = set.ranges();
      for (int r = 1; r < ranges.size(); r++) {
        assertThat(ranges.get(r).first()).isGreaterThan(ranges.get(r - 1).last() + 1);
      }
    }
  }

  @Test
  void joins_ranges_that_touch_and_keeps_those_that_do_not() {
    assertThat(PortSet.parse("81,80,83-90,85").ranges())
        .containsExactly(new PortRange(80, 81), new PortRange(83, 90));
    assertThat(PortSet.of(0, 65_535).complement()).hasToString("1-65534");
  }

  @Test
  void says_none_for_no_port() {
    assertThat(PortSet.NONE).hasToString("none").isEqualTo(PortSet.parse("none"));
    assertThat(PortSet.NONE.first()).isEmpty();
    assertThat(PortSet.ALL).isEqualTo(PortSet.parse("all")).hasToString("0-65535");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          80-     | "80-" is not a port range, perhaps you should write "80" or "80-90"
          -80     | "-80" is not a port range, perhaps you should write "80" or "80-90"
          80:90   | "80:90" is not a port range, perhaps you should write "80-90"
          http    | "http" is not a port range, perhaps you should write "80", "1024-65535" or "all"
          90-80   | "90-80" begins after its end, perhaps you should write "80-90"
          65536   | 65536 is not a port, perhaps you should write a number from 0 to 65535
          0-70000 | 70000 is not a port, perhaps you should write a number from 0 to 65535
          80,443  | "80,443" is not a port range, perhaps you should write one rule for each range
          65535-  | "65535-" is not a port range, perhaps you should write "65535"
          999999999999 | "999999999999" is not a port range, perhaps you should write "80", "1024-65535" or "all"
          """)
  void says_how_a_range_is_written(String text, String message) {
    assertThatThrownBy(() -> PortRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refuses_what_is_no_port() {
    assertThatThrownBy(() -> PortSet.of(-1))
        .hasMessage("-1 is not a port, perhaps you should write a number from 0 to 65535");
    assertThatThrownBy(() -> PortSet.parse("80,,443"))
        .hasMessageContaining("\"\" is not a port range");
  }

  private static void same(
      PortSet left,
      PortSet right,
      BiFunction<PortSet, PortSet, PortSet> operation,
      Supplier<BitSet> oracle) {
    assertThat(bits(operation.apply(left, right)))
        .as("of %s and %s", left, right)
        .isEqualTo(oracle.get());
  }

  private static BitSet bits(PortSet set) {
    BitSet bits = new BitSet(PORTS);
    set.ranges().forEach(range -> bits.set(range.first(), range.last() + 1));
    return bits;
  }

  private static BitSet or(BitSet left, BitSet right) {
    left.or(right);
    return left;
  }

  private static BitSet and(BitSet left, BitSet right) {
    left.and(right);
    return left;
  }

  private static BitSet andNot(BitSet left, BitSet right) {
    left.andNot(right);
    return left;
  }

  /** Many bounds are drawn near each other and near the ends, where mistakes are. */
  private static PortSet random(Random random) {
    List<PortRange> ranges = new ArrayList<>();
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      int base =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> PORTS - 20;
            case 2 -> 1000;
            default -> random.nextInt(PORTS - 20);
          };
      int first = base + random.nextInt(20);
      int last =
          random.nextInt(10) == 0 ? PORTS - 1 : Math.min(first + random.nextInt(5), PORTS - 1);
      ranges.add(new PortRange(first, last));
    }
    return new PortSet(ranges);
  }
}
