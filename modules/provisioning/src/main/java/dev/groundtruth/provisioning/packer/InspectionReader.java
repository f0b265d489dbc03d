package dev.groundtruth.provisioning.packer;

import dev.groundtruth.provisioning.packer.Inspection.InputVariable;
import dev.groundtruth.provisioning.packer.Inspection.InspectedBuild;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code packer inspect} writes: of HCL2 templates, for people only, in the form of <a
 * href="https://github.com/hashicorp/packer/blob/v1.11.2/hcl2template/types.packer_config.go">printVariables
 * and printBuilds</a>; of legacy ones, lines for programs.
 */
final class InspectionReader {

  private static final Pattern VARIABLE = Pattern.compile("var\\.([^:]+): \"(.*)\"");
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))");
  private static final Pattern BUILD = Pattern.compile("  > (?!Description: )(.*):");
  private static final Pattern UNNAMED = Pattern.compile("<unnamed build \\d+>");

  private InspectionReader() {}

  /** Reads lines for programs. */
  static Inspection legacy(List<MachineLine> lines) {
    List<InputVariable> variables = new ArrayList<>();
    List<String> builders = new ArrayList<>();
    List<String> provisioners = new ArrayList<>();
    for (MachineLine line : lines) {
      switch (line.type()) {
        case "template-variable" ->
            variables.add(
                new InputVariable(
                    line.datum(0),
                    line.datum(2).equals("1") ? Optional.empty() : Optional.of(line.datum(1))));
        case "template-builder" -> builders.add(line.datum(0));
        case "template-provisioner" -> provisioners.add(line.datum(0));
        default -> {
          continue;
        }
      }
    }
    return new Inspection(
        variables,
        List.of(new InspectedBuild(Optional.empty(), builders, provisioners, List.of())));
  }

  /** Reads a text for people. */
  static Inspection hcl(String text) {
    List<InputVariable> variables = new ArrayList<>();
    List<Draft> drafts = new ArrayList<>();
    String section = "";
    for (String line : text.lines().toList()) {
      Matcher variable = VARIABLE.matcher(line);
      Matcher build = BUILD.matcher(line);
      if (drafts.isEmpty() && variable.matches()) {
        String value = unquote(variable.group(2));
        variables.add(
            new InputVariable(
                variable.group(1),
                value.equals("<unknown>") ? Optional.empty() : Optional.of(value)));
      } else if (build.matches()) {
        drafts.add(new Draft(build.group(1)));
        section = "";
      } else if (line.startsWith("    ") && !line.startsWith("     ")) {
        section = line.strip();
      } else if (!drafts.isEmpty()
          && line.startsWith("      ")
          && !line.strip().startsWith("<no ")) {
        drafts.get(drafts.size() - 1).add(section, line);
      }
    }
    return new Inspection(variables, drafts.stream().map(Draft::build).toList());
  }

  /** Undoes Go's {@code %q}. */
  private static String unquote(String text) {
    return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match)));
  }

  private static String character(java.util.regex.MatchResult match) {
    for (int group = 1; group <= 3; group++) {
      if (match.group(group) != null) {
        return Character.toString(Integer.parseInt(match.group(group), 16));
      }
    }
    return switch (match.group(4)) {
      case "n" -> "\n";
      case "r" -> "\r";
      case "t" -> "\t";
      case "a" -> "\u0007";
      case "b" -> "\b";
      case "f" -> "\f";
      case "v" -> "\u000B";
      default -> match.group(4);
    };
  }

  /** A build block, as far as it was read. */
  private static final class Draft {
    private final String name;
    private final List<String> sources = new ArrayList<>();
    private final List<String> provisioners = new ArrayList<>();
    private final List<List<String>> postProcessors = new ArrayList<>();

    Draft(String name) {
      this.name = name;
    }

    void add(String section, String line) {
      switch (section) {
        case "sources:" -> sources.add(line.strip());
        case "provisioners:" -> provisioners.add(line.strip());
        default -> {
          if (line.startsWith("        ") && !postProcessors.isEmpty()) {
            postProcessors.get(postProcessors.size() - 1).add(line.strip());
          } else {
            postProcessors.add(new ArrayList<>());
          }
        }
      }
    }

    InspectedBuild build() {
      return new InspectedBuild(
          UNNAMED.matcher(name).matches() ? Optional.empty() : Optional.of(name),
          sources,
          provisioners,
          postProcessors);
    }
  }
}
