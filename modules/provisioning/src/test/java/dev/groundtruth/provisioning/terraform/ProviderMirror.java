package dev.groundtruth.provisioning.terraform;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A mirror with one provider, which can be installed but not run. */
record ProviderMirror(Path folder, Path configuration) {

  /** Large enough for parallel installations to meet. */
  private static final int SIZE = 8 << 20;

  static final String MAIN =
      """
      terraform {
        required_providers {
          fake = {
            source = "registry.terraform.io/acme/fake"
          }
        }
      }
      """;

  static ProviderMirror in(Path folder) throws IOException {
    Path mirror = folder.resolve("mirror");
    Path zip =
        mirror.resolve(
            "registry.terraform.io/acme/fake/terraform-provider-fake_1.0.0_linux_amd64.zip");
    Files.createDirectories(zip.getParent());
    byte[] script = "#!/bin/sh\nexit 1\n".getBytes(StandardCharsets.UTF_8);
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    System.arraycopy(script, 0, content, 0, script.length);
    CRC32 crc = new CRC32();
    crc.update(content);
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream archive = new ZipOutputStream(out)) {
      ZipEntry entry = new ZipEntry("terraform-provider-fake_v1.0.0");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(SIZE);
      entry.setCrc(crc.getValue());
      archive.putNextEntry(entry);
      archive.write(content);
      archive.closeEntry();
    }
    Path configuration =
        Files.writeString(
            folder.resolve("terraform.rc"),
            """
            provider_installation {
              filesystem_mirror {
                path = "%s"
              }
            }
            """
                .formatted(mirror));
    return new ProviderMirror(mirror, configuration);
  }
}
