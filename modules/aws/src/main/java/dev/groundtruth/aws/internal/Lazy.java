package dev.groundtruth.aws.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** What is made when it is first asked for: loading a service's client takes half a second. */
final class Lazy<T extends SdkAutoCloseable> implements SdkAutoCloseable {

  private final Supplier<T> make;
  private @Nullable T made;

  Lazy(Supplier<T> make) {
    this.make = make;
  }

  synchronized T get() {
    T present = made;
    if (present == null) {
      present = make.get();
      made = present;
    }
    return present;
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.close();
    }
  }
}
