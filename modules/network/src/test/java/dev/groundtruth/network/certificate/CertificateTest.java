package dev.groundtruth.network.certificate;
class CertificateTest {}
