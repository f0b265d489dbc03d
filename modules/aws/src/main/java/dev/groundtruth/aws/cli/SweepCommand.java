package dev.groundtruth.aws.cli;

import dev.groundtruth.aws.AwsClients;
import dev.groundtruth.aws.AwsException;
import dev.groundtruth.aws.account.AccountSettings;
import dev.groundtruth.aws.sweep.AccountSweep;
import dev.groundtruth.aws.sweep.Leftover;
import dev.groundtruth.aws.sweep.Selection;
import dev.groundtruth.aws.sweep.SweepResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows, and with {@code --remove} removes, what killed runs left in an account, by their tags. */
public final class SweepCommand {

  private static final int USAGE_ERROR = 2;

  private static final String USAGE =
      """
      Usage: bin/sweep --aws (--run ID | --expired) --accounts IDS [--remove]
                       [--region REGION] [--profile PROFILE] [--project PROJECT]
      Shows what has the tags of a run, or of runs that expired; removes it with --remove only.
      """;

  /** The region in which what belongs to none is known. */
  private static final String GLOBAL = "us-east-1";

  private final Ways ways;
  private final AccountSweep.Pace pace;
  private final Clock clock;
  private final PrintStream out;
  private final PrintStream err;

  /** How clients are come by. */
  interface Ways {
    AwsClients to(String region, AccountSettings settings);
  }

  SweepCommand(Ways ways, AccountSweep.Pace pace, Clock clock, PrintStream out, PrintStream err) {
    this.ways = ways;
    this.pace = pace;
    this.clock = clock;
    this.out = out;
    this.err = err;
  }

  /**
   * Sweeps, and ends the JVM: with 0; with 1 if something was not removed, or AWS refused; with 2
   * if the arguments are wrong.
   *
   * @param arguments as the usage says
   */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(
        new SweepCommand(
                SweepCommand::open, AccountSweep.Pace.STANDARD, Clock.systemUTC(), out, err)
            .run(List.of(arguments)));
  }

  private static AwsClients open(String region, AccountSettings settings) {
    AwsClients.Builder builder =
        AwsClients.in(region).allowedAccounts(settings.accounts().toArray(String[]::new));
    settings.profile().ifPresent(builder::profile);
    return builder.open();
  }

  int run(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      boolean isFlag = option.equals("--expired") || option.equals("--remove");
      boolean hasValue =
          List.of("--run", "--accounts", "--region", "--profile", "--project").contains(option);
      if (!isFlag && !(hasValue && rest.hasNext())) {
        err.print(USAGE);
        return USAGE_ERROR;
      }
      options.put(option, isFlag ? "" : rest.next());
    }
    if (options.containsKey("--run") == options.containsKey("--expired")) {
      err.print(USAGE);
      return USAGE_ERROR;
    }
    if (!options.containsKey("--accounts")) {
      err.println(
          "no account of AWS may be touched, perhaps you should name those that may: --accounts"
              + " 123456789012, with commas between several");
      return USAGE_ERROR;
    }
    try {
      return sweep(options, AccountSettings.from(name -> parameter(options, name)));
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return USAGE_ERROR;
    } catch (AwsException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private static Optional<String> parameter(Map<String, String> options, String name) {
    return switch (name) {
      case AccountSettings.ACCOUNTS -> Optional.ofNullable(options.get("--accounts"));
      case AccountSettings.REGION -> Optional.ofNullable(options.get("--region"));
      case AccountSettings.PROFILE -> Optional.ofNullable(options.get("--profile"));
      // Nothing is made, so nothing has an owner.
      case AccountSettings.OWNER -> Optional.of("nobody");
      default -> Optional.empty();
    };
  }

  private int sweep(Map<String, String> options, AccountSettings settings) {
    String project = options.getOrDefault("--project", "groundtruth");
    Selection selection =
        Optional.ofNullable(options.get("--run"))
            .map(id -> Selection.run(project, id))
            .orElseGet(() -> Selection.expired(project, clock.instant()));
    List<AwsClients> clients = new ArrayList<>();
    try {
      clients.add(ways.to(settings.region(), settings));
      if (!settings.region().equals(GLOBAL)) {
        clients.add(ways.to(GLOBAL, settings));
      }
      AccountSweep sweep = new AccountSweep(clients, pace);
      List<Leftover> found = sweep.find(selection);
      if (found.isEmpty()) {
        out.println("nothing to remove in account " + clients.get(0).identity().account());
        return 0;
      }
      if (!options.containsKey("--remove")) {
        found.forEach(each -> out.println("would remove " + each));
        out.println("%d found, nothing removed: add --remove".formatted(found.size()));
        return 0;
      }
      SweepResult result = sweep.remove(found);
      result.removed().forEach(each -> out.println("removed " + each));
      result.left().forEach((each, why) -> err.println("left " + each + ": " + why));
      return result.left().isEmpty() ? 0 : 1;
    } finally {
      clients.forEach(AwsClients::close);
    }
  }
}
