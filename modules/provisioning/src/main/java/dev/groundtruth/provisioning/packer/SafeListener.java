package dev.groundtruth.provisioning.packer;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener that hears no more after it failed, so that results do not depend on it. */
final class SafeListener implements Consumer<PackerEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

  private final Consumer<PackerEvent> listener;
  private boolean failed;

  SafeListener(Consumer<PackerEvent> listener) {
    this.listener = listener;
  }

  @Override
  public void accept(PackerEvent event) {
    if (!failed) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        failed = true;
        LOG.warn("The listener of Packer's events failed and hears no more", e);
      }
    }
  }
}
