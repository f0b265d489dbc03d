package dev.groundtruth.aws.internal;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Looks at something again and again. */
public final class Polling {

  private Polling() {}

  /**
   * Looks until what is seen is final, or time is up. The first look counts however long it takes,
   * so that there always is something to show.
   *
   * @param pause the time between two looks
   * @param timeout how long to look
   * @param look what is seen now; what it throws is thrown
   * @param isFinal whether that is what was waited for
   * @return what was seen last, which is not final if time was up
   */
  public static <T> T last(
      Duration pause, Duration timeout, Supplier<? extends T> look, Predicate<? super T> isFinal) {
    AtomicReference<T> last = new AtomicReference<>(look.get());
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(pause)
          .atMost(timeout)
          .until(
              () -> {
                if (!isFinal.test(seen(last))) {
                  last.set(look.get());
                }
                return isFinal.test(seen(last));
              });
    } catch (ConditionTimeoutException e) {
      return seen(last);
    }
    return seen(last);
  }

  private static <T> T seen(AtomicReference<T> last) {
    return Objects.requireNonNull(last.get());
  }

  /**
   * How long something was waited for, in words.
   *
   * @param timeout how long
   * @return in whole seconds, or in milliseconds if it is less than one
   */
  public static String text(Duration timeout) {
    return timeout.toSeconds() > 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
  }
}
