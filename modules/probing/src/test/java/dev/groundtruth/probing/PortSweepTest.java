package dev.groundtruth.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundtruth.network.PortSet;
import org.junit.jupiter.api.Test;

class PortSweepTest {

  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE nmaprun>
      <?xml-stylesheet href="file:///usr/share/nmap/nmap.xsl" type="text/xsl"?>
      <nmaprun scanner="nmap" version="7.95">
      <scaninfo type="syn" protocol="tcp" numservices="65535" services="1-65535"/>
      <host><status state="up"/><address addr="172.20.0.5" addrtype="ipv4"/><ports>
      """;
  private static final String TAIL =
      "</ports></host><runstats><finished exit=\"success\"/></runstats></nmaprun>";
  private static final String OPEN_3306 =
      "<port protocol=\"tcp\" portid=\"3306\"><state state=\"open\" reason=\"syn-ack\"/></port>";

  private static SweepResult read(String xml) {
    return PortSweep.nmap(command -> xml).sweep("database", Transport.TCP);
  }

  @Test
  void reads_open_closed_and_filtered_ports() {
    SweepResult result =
        read(
            HEAD
                + "<extraports state=\"filtered\" count=\"65000\"><extrareasons"
                + " reason=\"no-response\" count=\"65533\" proto=\"tcp\""
                + " ports=\"1-21,23-3305,3307-65535\"/></extraports>"
                + OPEN_3306
                + "<port protocol=\"tcp\" portid=\"22\"><state state=\"closed\"/></port>"
                + TAIL);
    assertThat(result.open()).isEqualTo(PortSet.of(3306));
    assertThat(result.closed()).isEqualTo(PortSet.of(22));
    assertThat(result.filtered()).isEqualTo(PortSet.parse("1-21,23-3305,3307-65535"));
    assertThat(result.disagreements(PortSet.of(3306)))
        .containsExactly(
            "tcp ports 22 refused though the security groups deny them; the packets reached the"
                + " host: is the rule set loaded?");
  }

  @Test
  void what_is_not_named_is_in_the_common_state() {
    SweepResult result =
        read(HEAD + "<extraports state=\"filtered\" count=\"65534\"/>" + OPEN_3306 + TAIL);
    assertThat(result.filtered()).isEqualTo(PortSet.parse("1-3305,3307-65535"));
    assertThat(result.disagreements(PortSet.of(3306))).isEmpty();
    assertThat(result.disagreements(PortSet.of(80)))
        .containsExactly(
            "tcp ports 3306 answered though the security groups deny them: does another rule admit"
                + " them?",
            "tcp ports 80 were filtered though the security groups admit them: are the rules of"
                + " both sides loaded?");
  }

  @Test
  void says_which_ports_were_not_swept() {
    assertThat(read(HEAD + OPEN_3306 + TAIL).disagreements(PortSet.of(3306)))
        .containsExactly("tcp ports 1-3305,3307-65535 were not swept");
  }

  @Test
  void refuses_a_sweep_that_did_not_end() {
    assertThatExceptionOfType(SweepException.class)
        .isThrownBy(() -> read(HEAD + "</ports></host></nmaprun>"))
        .withMessage("nmap did not come to an end, perhaps you should give it more time");
    assertThatExceptionOfType(SweepException.class)
        .isThrownBy(() -> read(HEAD + OPEN_3306))
        .withMessageStartingWith("nmap's output cannot be read: ");
    assertThatExceptionOfType(SweepException.class)
        .isThrownBy(
            () ->
                read(
                    "<nmaprun><runstats><finished exit=\"error\" errormsg=\"no raw sockets\"/>"
                        + "</runstats></nmaprun>"))
        .withMessage("nmap failed: no raw sockets");
    assertThatExceptionOfType(SweepException.class)
        .isThrownBy(
            () -> read("<nmaprun><runstats><finished exit=\"success\"/></runstats></nmaprun>"))
        .withMessage("nmap swept 0 hosts instead of one, perhaps the name does not resolve there");
  }

  @Test
  void never_reads_what_an_entity_names() {
    assertThatExceptionOfType(SweepException.class)
        .isThrownBy(
            () ->
                read(
                    "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><nmaprun>&e;"
                        + "</nmaprun>"));
  }
}
