package dev.groundtruth.network.analysis;

/** The same as the unit test, with more networks. */
@Tag("engine")
class CertificatesOfRandomNetworksIT extends CertificatesOfRandomNetworksTest {

  @Override
  int seeds() {
    return Integer.getInteger("groundtruth.certificate.seeds", 200);
  }
}
