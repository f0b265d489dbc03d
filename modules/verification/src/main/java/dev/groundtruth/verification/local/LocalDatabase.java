package dev.groundtruth.verification.local;

import dev.groundtruth.localmirror.ComposeMirror;
import dev.groundtruth.localmirror.Tunnel;
import dev.groundtruth.provisioning.command.Secret;
import dev.groundtruth.verification.Database;
import dev.groundtruth.verification.Jdbc;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The mirror's MySQL: connections go through a tunnel out of a web container's namespace. */
final class LocalDatabase implements Database {

  private static final String SERVICE = "database";

  private final ComposeMirror mirror;
  private final Tunnel tunnel;
  private final Secret wordPressPassword;
  private final Secret administratorPassword;

  LocalDatabase(
      ComposeMirror mirror, Tunnel tunnel, Secret wordPressPassword, Secret administratorPassword) {
    this.mirror = mirror;
    this.tunnel = tunnel;
    this.wordPressPassword = wordPressPassword;
    this.administratorPassword = administratorPassword;
  }

  @Override
  public String host() {
    return SERVICE;
  }

  @Override
  public Connection connect(String user, Secret password, Encryption encryption)
      throws SQLException {
    return Jdbc.connect(tunnel.address(), user, password, encryption);
  }

  @Override
  public Secret wordPressPassword() {
    return wordPressPassword;
  }

  @Override
  public Secret administratorPassword() {
    return administratorPassword;
  }

  /**
   * {@inheritDoc}
   *
   * <p>By the server's own client over its socket. The password goes in by standard input, as an
   * option file: an argument or a variable could be read by others.
   */
  @Override
  public List<List<String>> administrate(String sql) {
    String options =
        "[client]%nuser=root%npassword=\"%s\"%n".formatted(administratorPassword.reveal());
    String rows =
        mirror.execute(
            SERVICE,
            options.getBytes(StandardCharsets.UTF_8),
            "mysql",
            "--defaults-extra-file=/dev/stdin",
            "--batch",
            "--skip-column-names",
            "--execute=" + sql);
    return rows.lines().map(row -> List.of(row.split("\t", -1))).toList();
  }

  @Override
  public String onHost(String... command) {
    return mirror.execute(SERVICE, new byte[0], command);
  }
}
