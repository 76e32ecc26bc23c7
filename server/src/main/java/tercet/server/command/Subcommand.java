package tercet.server.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The base of all commands of {@code tercet}: their output and their exit status. */
public abstract class Subcommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * Does what the options say.
   *
   * @throws ParameterException with a sentence that says which option is wrong
   * @throws Exception if the command fails; see {@link #failed}
   */
  protected abstract ExitStatus run() throws Exception;

  /** The exit status after {@link #run} has thrown. */
  protected ExitStatus failed() {
    return ExitStatus.IMPOSSIBLE;
  }

  @Override
  public final Integer call() throws Exception {
    return run().code();
  }

  protected final CommandLine commandLine() {
    return spec.commandLine();
  }

  protected final PrintWriter out() {
    return commandLine().getOut();
  }

  /** Prints a line, which a reader sees at once. */
  protected final void say(String line) {
    out().println(line);
    out().flush();
  }

  /** Reports an impossible combination of options as a usage error. */
  protected final ParameterException usage(String message) {
    return new ParameterException(commandLine(), message);
  }

  /**
   * Refuses a command line that holds a password.
   *
   * @throws ParameterException with a sentence that says where to put it
   */
  final void refusePasswords() {
    if (Redaction.isIn(commandLine().getParseResult().originalArgs())) {
      throw usage(
          "there is a password on the command line, which every user of this machine can read (ps):"
              + " give it by a file, for example with --redis-password-file FILE, or by the"
              + " environment of 'run', as TERCET_REDIS_PASSWORD");
    }
  }

  /** Reports an {@link IllegalArgumentException} as a usage error. */
  protected final <T> T checked(Supplier<T> made) {
    return checked(commandLine(), made);
  }

  /** The same for a check without a result. */
  protected final void check(Runnable check) {
    checked(() -> {
      check.run();
      return this;
    });
  }

  /** The same for options that several commands share. */
  public static <T> T checked(CommandLine command, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }
}
