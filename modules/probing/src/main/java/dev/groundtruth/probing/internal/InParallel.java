package dev.groundtruth.probing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same for several things at once. */
public final class InParallel {

  private InParallel() {}

  /** The results, in the order of the inputs; the first failure is thrown when all have ended. */
  public static <A, B> List<B> map(List<A> inputs, int atOnce, Function<A, B> function) {
    if (inputs.size() <= 1) {
      return inputs.stream().map(function).toList();
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(atOnce, inputs.size()),
            task -> {
              Thread thread = new Thread(task, "groundtruth-probing");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<B>> futures = new ArrayList<>();
      for (A input : inputs) {
        futures.add(pool.submit(() -> function.apply(input)));
      }
      List<B> results = new ArrayList<>();
      for (Future<B> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while probing", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
