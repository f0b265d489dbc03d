package dev.groundtruth.provisioning.terraform.plan;

import dev.groundtruth.provisioning.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the configuration says of an argument: Terraform writes constants as they are, and of
 * everything else only what it refers to.
 */
public sealed interface Expression {

  /**
   * What the expression refers to, with everything in it.
   *
   * @return for example {@code aws_vpc.main.id} and {@code aws_vpc.main}; each also in its shorter
   *     forms
   */
  List<String> references();

  /**
   * A value that does not depend on anything.
   *
   * @param value the value
   */
  record Constant(Value value) implements Expression {

    @Override
    public List<String> references() {
      return List.of();
    }
  }

  /**
   * An expression that depends on something, or of which Terraform tells nothing.
   *
   * @param references what it refers to
   */
  record Reference(List<String> references) implements Expression {

    /**
     * An expression.
     *
     * @param references what it refers to
     */
    public Reference {
      references = List.copyOf(references);
    }
  }

  /**
   * A block.
   *
   * @param arguments name to expression
   */
  record Block(Map<String, Expression> arguments) implements Expression {

    /**
     * A block.
     *
     * @param arguments name to expression
     */
    public Block {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    @Override
    public List<String> references() {
      return all(arguments.values().stream());
    }
  }

  /**
   * Blocks of one name.
   *
   * @param blocks the blocks, in their order
   */
  record Blocks(List<Block> blocks) implements Expression {

    /**
     * Blocks.
     *
     * @param blocks the blocks
     */
    public Blocks {
      blocks = List.copyOf(blocks);
    }

    @Override
    public List<String> references() {
      return all(blocks.stream());
    }
  }

  private static List<String> all(Stream<? extends Expression> expressions) {
    return expressions.flatMap(expression -> expression.references().stream()).distinct().toList();
  }
}
