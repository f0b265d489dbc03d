package dev.groundtruth.verification.images;

import static dev.groundtruth.verification.images.DatabaseImage.PASSWORD;
import static dev.groundtruth.verification.images.DatabaseImage.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.groundtruth.verification.RepositoryRoot;
import io.restassured.path.json.JsonPath;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/**
 * The role on a machine with systemd and an empty disk, as an EC2 instance is one: both of its
 * halves, the units, and a data volume that is formatted, mounted and grown. The machine is a
 * container with all privileges, the disk a file behind a loop device; distribution, MySQL and its
 * origin are those of the database image.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Machine with the database's role")
class DatabaseMachineSelfTest {

  private static final Path ROOT =
      Path.of(System.getProperty(RepositoryRoot.PROPERTY, "../..")).toAbsolutePath().normalize();

  private static final String IMAGE = "groundtruth/machine";
  private static final String VOLUME = "/var/lib/mysql";
  private static final String DISK = "/disk";
  private static final int DISK_MIB = 600;
  private static final int GROWN_MIB = 900;
  private static final Pattern RECAP = Pattern.compile("ok=(\\d+) +changed=(\\d+) .*failed=(\\d+)");

  /** Of ext4's ioctl: who may not use it cannot grow a mounted file system. */
  private static final int CAP_SYS_RESOURCE = 24;

  private ContractRun run;
  private ContainerUnderTest machine;
  private String device = "";
  private ExecResult first;
  private ExecResult second;

  @BeforeAll
  void converge() {
    run = ContractRun.open();
    ContainerUnderTest database = DatabaseImage.container(run);
    String base =
        Objects.requireNonNull(
            database.declaration().getLabels().get("org.opencontainers.image.base.name"));
    JsonPath provenance = DatabaseImage.provenance(run);
    run.build(IMAGE, resource("machine"), Map.of("BASE", base));

    machine =
        run.container(IMAGE)
            .withPrivilegedMode(true)
            .withTmpFs(Map.of("/run", "exec", "/tmp", "exec"))
            .withEnv("container", "docker")
            .withCopyFileToContainer(MountableFile.forHostPath(ROOT.resolve("ansible")), "/ansible")
            .withCopyFileToContainer(
                MountableFile.forHostPath(resource("machine/play.yml")), "/ansible/play.yml")
            .reachingOutside();
    machine.withCreateContainerCmdModifier(
        command -> Objects.requireNonNull(command.getHostConfig()).withCgroupnsMode("private"));
    machine.start();
    machine.awaitThat(
        "systemd",
        () ->
            assertThat(machine.run("systemctl", "is-system-running").getStdout().strip())
                .isIn("running", "degraded"));
    machine.output("truncate", "--size=" + DISK_MIB + "M", DISK);
    device = machine.output("losetup", "--find", "--show", DISK);
    machine.copyFileToContainer(
        Transferable.of(
            """
            {
              "mysql_version": "%s",
              "mysql_origin": "%s",
              "mysql_boot_settings": {
                "data_volume": "%s",
                "schema": "shop",
                "users": [{"name": "keeper", "host": "127.0.0.1", "credential": "keeper", "privileges": ["SELECT"]}],
                "options": {"innodb_buffer_pool_size": "64M", "max_connections": 20}
              },
              "mysql_boot_credentials": {"mysql_root_password": "%s", "keeper": "%s"}
            }
            """
                .formatted(
                    provenance.getString("server").replaceFirst("^(\\d+\\.\\d+).*", "$1"),
                    provenance.getString("origin"),
                    device,
                    PASSWORD,
                    PASSWORD)),
        "/variables.json");
    first = play("play.yml");
    // From now on the device goes when nothing has it mounted, whatever becomes of this process.
    machine.run("losetup", "--detach", device);
    second = play("play.yml");
  }

  @AfterAll
  void remove() {
    if (machine != null && machine.isRunning() && !device.isEmpty()) {
      machine.run("systemctl", "stop", "mysql.service");
      machine.run("umount", VOLUME);
      machine.run("losetup", "--detach", device);
    }
    run.close();
  }

  private ExecResult play(String book) {
    return machine.run(
        "sh",
        "-c",
        "cd /ansible && ANSIBLE_CONFIG=ansible.cfg ansible-playbook --inventory localhost,"
            + " --connection local --extra-vars @/variables.json "
            + book);
  }

  @Test
  void role_converges_and_then_changes_nothing() {
    assertThat(first.getExitCode()).as("first play, which said: %s", first).isZero();
    Matcher recap = RECAP.matcher(second.getStdout());

    assertThat(recap.find()).as("whether Ansible summed up in: %s", second).isTrue();
    assertThat(Integer.parseInt(recap.group(1))).as("tasks that ran").isGreaterThan(25);
    assertThat(recap.group(2))
        .as("changes of the second play, which said: %s", second)
        .isEqualTo("0");
  }

  @Test
  void empty_disk_got_a_file_system_and_is_mounted_for_data_alone() {
    assertThat(machine.output("findmnt", "--noheadings", "--output=SOURCE,FSTYPE,OPTIONS", VOLUME))
        .startsWith(device + " ")
        .contains(" ext4 ", "nosuid", "nodev", "noexec");
    assertThat(machine.output("ls", VOLUME)).contains("data", "binlog", "tls");
  }

  @Test
  void credentials_are_read_from_where_ansible_wrote_them() {
    assertThat(machine.output("stat", "--format=%a %U %n", "/etc/mysql/credentials"))
        .isEqualTo("700 root /etc/mysql/credentials");
    assertThat(machine.output("stat", "--format=%a %U", "/etc/mysql/credentials/keeper"))
        .isEqualTo("400 root");
    assertThat(asRoot("SELECT CONCAT(user, '@', host) FROM mysql.user WHERE user = 'keeper'"))
        .isEqualTo("keeper@127.0.0.1");
    assertThat(first.getStdout()).doesNotContain(PASSWORD);
  }

  @Test
  void changed_settings_count_when_mysql_is_restarted() {
    assertThat(asRoot("SELECT @@max_connections")).isEqualTo("20");

    machine.output(
        "sed", "--in-place", "s/\"max_connections\": 20/\"max_connections\": 21/", SETTINGS);
    machine.output("systemctl", "restart", "mysql.service");

    assertThat(asRoot("SELECT @@max_connections")).isEqualTo("21");
  }

  @Test
  void mysql_starts_by_itself_when_what_it_lacked_is_there() {
    machine.output("cp", "--preserve", SETTINGS, SETTINGS + ".kept");
    machine.output("sh", "-c", "echo nothing > " + SETTINGS);

    assertThat(machine.run("systemctl", "restart", "mysql.service").getExitCode()).isNotZero();
    assertThat(machine.run("systemctl", "is-active", "mysql.service").getStdout().strip())
        .isNotEqualTo("active");

    machine.output("mv", SETTINGS + ".kept", SETTINGS);

    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () ->
                assertThat(machine.run("systemctl", "is-active", "mysql.service").getStdout())
                    .startsWith("active"));
    assertThat(asRoot("SELECT 1")).isEqualTo("1");
  }

  @Test
  void mysql_is_stopped_before_its_volume_is_unmounted() {
    assertThat(machine.output("systemctl", "show", "--property=After", "mysql.service"))
        .contains(" var-lib-mysql.mount");
  }

  @Test
  void server_runs_as_mysql_without_capabilities() {
    String status = machine.output("sh", "-c", "cat /proc/$(cat /run/mysqld/mysqld.pid)/status");

    assertThat(ContainerUnderTest.effectiveUser(status))
        .isEqualTo(machine.output("id", "-u", "mysql"));
    assertThat(status).containsPattern("CapBnd:\\s+0+\\n").containsPattern("NoNewPrivs:\\s+1\\n");
  }

  @Test
  void timer_renews_a_certificate_that_ends_soon_without_a_restart() {
    String certificate = VOLUME + "/tls/server-cert.pem";
    machine.output(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "30",
        "-subj",
        "/CN=old",
        "-keyout",
        VOLUME + "/tls/server-key.pem",
        "-out",
        certificate);
    asRoot("ALTER INSTANCE RELOAD TLS");
    String old = endOfCertificate();
    String process = machine.output("cat", "/run/mysqld/mysqld.pid");

    machine.output("systemctl", "start", "mysql-certificate.service");

    assertThat(endOfCertificate()).as("end of the certificate in use").isNotEqualTo(old);
    assertThat(
            machine.output(
                "openssl", "x509", "-noout", "-checkend", "63072000", "-in", certificate))
        .isEqualTo("Certificate will not expire");
    assertThat(machine.output("cat", "/run/mysqld/mysqld.pid")).isEqualTo(process);
    assertThat(
            machine.output(
                "systemctl", "show", "--property=ActiveState", "mysql-certificate.timer"))
        .isEqualTo("ActiveState=active");
  }

  @Test
  void timer_looks_at_a_replica_and_passes_over_what_is_none() {
    machine.output("systemctl", "start", "mysql-replica.service");

    assertThat(machine.output("systemctl", "show", "--property=ActiveState", "mysql-replica.timer"))
        .isEqualTo("ActiveState=active");
  }

  @Test
  void volume_grows_with_its_disk() {
    machine.output("truncate", "--size=" + GROWN_MIB + "M", DISK);
    machine.output("losetup", "--set-capacity", device);

    machine.output("systemctl", "restart", "mysql.service");

    if (mayGrowMounted()) {
      assertThat(sizeInMib()).isGreaterThan(DISK_MIB);
    } else {
      // A machine that withholds the capability from everybody shows the other way: it goes on.
      assertThat(machine.output("journalctl", "--unit=mysql-boot.service", "--no-pager"))
          .contains("cannot grow with its volume");
      assertThat(asRoot("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void key_of_a_repository_has_to_be_the_one_and_alone() {
    machine.output("apt-get", "install", "--yes", "--no-install-recommends", "gnupg");
    machine.output(
        "sh",
        "-c",
        """
        for name in one other; do
          gpg --batch --quiet --passphrase '' --quick-generate-key $name@example.org
        done
        gpg --armor --export one@example.org > /one.asc
        gpg --armor --export > /both.asc
        gpg --with-colons --list-keys one@example.org | sed -n 's/^fpr:::::::::\\(.*\\):/\\1/p' | head -n 1 > /fingerprint
        """);
    String fingerprint = machine.output("cat", "/fingerprint");

    assertThat(repository("/both.asc", fingerprint))
        .contains("file:///both.asc is not the key " + fingerprint + " alone, perhaps")
        .doesNotContain("TASK [mysql : Add the repository]");
    assertThat(repository("/one.asc", "0".repeat(40)))
        .contains("file:///one.asc is not the key " + "0".repeat(40));
    assertThat(repository("/one.asc", fingerprint)).contains("TASK [mysql : Add the repository]");
  }

  /** What Ansible says when it adds a repository that is nowhere, with a key that is here. */
  private String repository(String key, String fingerprint) {
    machine.copyFileToContainer(
        Transferable.of(
            """
            - hosts: all
              tasks:
                - ansible.builtin.include_role: { name: mysql, tasks_from: repository }
                  vars:
                    mysql_apt_url: file:///nowhere
                    mysql_apt_key_url: "file://%s"
                    mysql_apt_key_fingerprint: "%s"
            """
                .formatted(key, fingerprint)),
        "/ansible/repository.yml");
    return play("repository.yml").getStdout();
  }

  private boolean mayGrowMounted() {
    Matcher bounding =
        Pattern.compile("CapBnd:\\s+(\\p{XDigit}+)")
            .matcher(machine.output("cat", "/proc/1/status"));
    assertThat(bounding.find()).isTrue();
    return (Long.parseUnsignedLong(bounding.group(1), 16) >> CAP_SYS_RESOURCE & 1) == 1;
  }

  private int sizeInMib() {
    List<String> lines =
        machine.output("df", "--block-size=1M", "--output=size", VOLUME).lines().toList();
    return Integer.parseInt(lines.get(1).strip());
  }

  private String endOfCertificate() {
    return asRoot("SHOW STATUS LIKE 'Ssl_server_not_after'");
  }

  private String asRoot(String sql) {
    return machine.output(
        "mysql",
        "--user=root",
        "--password=" + PASSWORD,
        "--skip-column-names",
        "--execute=" + sql);
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(DatabaseMachineSelfTest.class.getResource("/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
