package dev.groundtruth.network.analysis;

import org.junit.jupiter.api.Tag;

/** The same as the unit test, with more networks. */
@Tag("engine")
class CertificatesOfRandomNetworksIT extends CertificatesOfRandomNetworksTest {

  @Override
  int seeds() {
    return Integer.getInteger("groundtruth.certificate.seeds", 200);
  }
}
