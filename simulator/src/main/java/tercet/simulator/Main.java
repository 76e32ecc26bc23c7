package tercet.simulator;

import java.util.List;

/** Simulates what the command line says. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(Simulation.run(List.of(arguments), System.out));
  }
}
