package dev.groundtruth.network.analysis;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The answer to a question about packets, for every address and port. */
public sealed interface Verdict {

  /**
   * It is so.
   *
   * @param witness a packet that arrives, if arriving was the question
   * @param blockers what is in the way, if being kept off was the question
   * @param exceptions what the rules do not filter in any case, and the answer does not speak of
   */
  record Proved(Optional<Witness> witness, List<Blocker> blockers, List<String> exceptions)
      implements Verdict {

    /**
     * Keeps copies of the lists.
     *
     * @param witness a packet that arrives
     * @param blockers what is in the way
     * @param exceptions what is not filtered
     */
    public Proved {
      blockers = List.copyOf(blockers);
      exceptions = List.copyOf(exceptions);
    }
  }

  /**
   * It is not so.
   *
   * @param witness a packet that arrives although none should
   * @param blockers all that is in the way although packets should arrive
   * @param exceptions what the rules do not filter in any case, and the answer does not speak of
   */
  record Refuted(Optional<Witness> witness, List<Blocker> blockers, List<String> exceptions)
      implements Verdict {

    /**
     * Keeps copies of the lists.
     *
     * @param witness a packet that arrives
     * @param blockers all that is in the way
     * @param exceptions what is not filtered
     */
    public Refuted {
      blockers = List.copyOf(blockers);
      exceptions = List.copyOf(exceptions);
    }
  }

  /**
   * It depends on what is not known yet.
   *
   * @param attributes the attributes, and the things not understood, on which it depends
   * @param candidate a packet that arrives if they turn out so
   */
  record Unknown(Set<String> attributes, Optional<Witness> candidate) implements Verdict {

    /**
     * Keeps a copy of the set.
     *
     * @param attributes the attributes
     * @param candidate a packet that may arrive
     */
    public Unknown {
      attributes = Set.copyOf(attributes);
    }
  }

  /**
   * Whether it is so.
   *
   * @return true for {@link Proved}
   */
  default boolean isProved() {
    return this instanceof Proved;
  }
}
