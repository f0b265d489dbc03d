package dev.groundtruth.localmirror;

import dev.groundtruth.localmirror.internal.ContainerCondition;
import dev.groundtruth.localmirror.internal.DockerCli;
import dev.groundtruth.localmirror.internal.RunContainers;
import dev.groundtruth.localmirror.internal.Sidecars;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The places of a mirror from which packets are sent, and the tunnels through them. */
final class MirrorVantages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MirrorVantages.class);

  private final DockerCli docker;
  private final RunContainers containers;
  private final Sidecars sidecars;
  private final String sidecarImage;
  private final List<Tunnel> tunnels = new ArrayList<>();

  MirrorVantages(
      DockerCli docker, RunContainers containers, Sidecars sidecars, String sidecarImage) {
    this.docker = docker;
    this.containers = containers;
    this.sidecars = sidecars;
    this.sidecarImage = sidecarImage;
  }

  ContainerVantage of(String service) {
    ContainerCondition owner = containers.namespaceOwner(service);
    // An interface is made of the sidecar image: the programs are there already.
    String container =
        owner.imageReference().equals(sidecarImage) ? owner.id() : sidecars.inNamespaceOf(owner);
    return new ContainerVantage(service, docker, container);
  }

  ContainerVantage outsider(String name, String network) {
    return new ContainerVantage(name, docker, sidecars.outsider(name, network));
  }

  Tunnel tunnel(String service, String host, int port) {
    Tunnel tunnel = Tunnel.open(of(service), host, port);
    synchronized (tunnels) {
      tunnels.add(tunnel);
    }
    return tunnel;
  }

  /** Closes the tunnels. */
  @Override
  public void close() {
    List<Tunnel> all;
    synchronized (tunnels) {
      all = List.copyOf(tunnels);
      tunnels.clear();
    }
    for (Tunnel tunnel : all) {
      try {
        tunnel.close();
      } catch (RuntimeException e) {
        LOG.debug("Closing {} failed", tunnel, e);
      }
    }
  }
}
