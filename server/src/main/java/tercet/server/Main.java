package tercet.server;

import tercet.server.command.Commands;

/** Where {@code tercet run} begins. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(Commands.ofServer().execute(arguments));
  }
}
