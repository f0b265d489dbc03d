package dev.groundtruth.verification.plan;

import dev.groundtruth.provisioning.terraform.Terraform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the plans of the stack, each made once in a run of all tests. */
final class PlannedStacks implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Plans.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(PlannedStacks.class))
        .computeIfAbsent(Plans.class, any -> new Plans(), Plans.class);
  }

  /** Plans by variable file. */
  static final class Plans implements AutoCloseable {

    private final Map<VariableFile, PlannedStack> plans = new EnumMap<>(VariableFile.class);
    private final Path temporary;
    private final StackFolder folder;
    private final Terraform terraform;

    Plans() {
      Tool.TERRAFORM_1_13.path();
      try {
        temporary = Files.createTempDirectory("groundtruth-plan-");
        folder = StackFolder.copyTo(temporary.resolve("stack"), Tool.TERRAFORM_1_13);
        terraform = folder.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    synchronized PlannedStack of(VariableFile file) {
      return plans.computeIfAbsent(file, any -> folder.plan(terraform, any));
    }

    @Override
    public void close() throws IOException {
      terraform.close();
      remove(temporary);
    }
  }

  static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
