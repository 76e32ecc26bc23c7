package tercet.testing.simulator.workload;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.WorkloadPlan;
import tercet.testing.simulator.world.Faults;
import tercet.testing.simulator.world.World;

/** Asks one thing after the other, asks again, and gives up. */
final class Client {
  private static final int TRAVEL_MILLIS_MAX = 3;
  private static final int ONE_IN = 10;

  private final String name;
  private final World world;
  private final WorkloadPlan workload;
  private final int patienceMillis;
  private final Faults faults;
  private final History history;
  private final ClientKnowledge shop;
  private final Supplier<@Nullable Endpoints> gateways;
  private final SplittableRandom random;
  private int keys;

  /**
   * @param patienceMillis how long it waits for an answer
   * @param shop knows what there is to ask for
   * @param gateways one that a client would try, null if it is dead
   */
  Client(
      String name,
      World world,
      WorkloadPlan workload,
      int patienceMillis,
      Faults faults,
      History history,
      ClientKnowledge shop,
      Supplier<@Nullable Endpoints> gateways,
      SplittableRandom random) {
    this.name = name;
    this.world = world;
    this.workload = workload;
    this.patienceMillis = patienceMillis;
    this.faults = faults;
    this.history = history;
    this.shop = shop;
    this.gateways = gateways;
    this.random = random;
  }

  /** Asks the next thing, until the shop has nothing more to ask for. */
  void next() {
    Operation operation = shop.next(random);
    if (operation == null) {
      return;
    }
    boolean reads =
        operation instanceof Operation.FindBalance
            || operation instanceof Operation.FindOrder
            || operation instanceof Operation.FindStatus;
    if (reads || random.nextDouble() >= workload.keyedShare()) {
      ask(operation, null, workload.retries());
    } else {
      ClientKnowledge.Keyed keyed = keyed(operation);
      String key = keyed.key();
      ask(keyed.operation(), key, workload.retries());
      if (random.nextInt(ONE_IN) == 0) {
        // A proxy that sends a request twice.
        send(keyed.operation(), key, response -> {});
      }
    }
  }

  /** A key of its own, perhaps one that it has used before; or one that another client has used. */
  private ClientKnowledge.Keyed keyed(Operation operation) {
    ClientKnowledge.Keyed last = shop.lastKeyed();
    if (workload.sharedKeys() && last != null && random.nextInt(ONE_IN / 2) == 0) {
      return random.nextInt(3) == 0 ? new ClientKnowledge.Keyed(last.key(), operation) : last;
    }
    boolean reuses = keys > 0 && random.nextInt(5 * ONE_IN) == 0;
    ClientKnowledge.Keyed own =
        new ClientKnowledge.Keyed(name + "-" + (reuses ? keys - 1 : keys++), operation);
    shop.used(own);
    return own;
  }

  private void ask(Operation operation, @Nullable String key, int retries) {
    send(operation, key, response -> learn(operation, key, retries, response));
  }

  private void learn(Operation operation, @Nullable String key, int retries, Response response) {
    boolean definite = response instanceof Response.Success || response instanceof Response.Refused;
    long pause = random.nextInt(workload.thinkMillisMax());
    if (!definite && retries > 0) {
      world.after(pause, () -> ask(operation, key, retries - 1));
    } else if (definite && key != null && random.nextInt(ONE_IN) == 0) {
      // A client that repeats a request although it was answered.
      world.after(pause, () -> ask(operation, key, 0));
    } else {
      world.after(pause, this::next);
    }
  }

  /** Sends one request; {@code then} hears exactly once what the client learns. */
  void send(Operation operation, @Nullable String key, Consumer<Response> then) {
    ClientCall call = history.begin(name, operation, key);
    world.after(patienceMillis, () -> end(call, new Response.Nothing(), then));
    boolean lost = faults.strikes(Fault.CONNECTION_LOST);
    if (!lost || random.nextBoolean()) {
      world.after(random.nextInt(TRAVEL_MILLIS_MAX), () -> arrive(call, lost, then));
    }
    if (lost) {
      world.after(random.nextInt(patienceMillis), () -> end(call, new Response.Nothing(), then));
    }
  }

  void later(long millis, Runnable action) {
    world.after(millis, action);
  }

  private void arrive(ClientCall call, boolean lost, Consumer<Response> then) {
    Endpoints gateway = gateways.get();
    if (gateway == null) {
      end(call, new Response.Nothing(), then);
    } else {
      gateway.perform(
          call,
          response -> {
            if (!lost) {
              world.after(random.nextInt(TRAVEL_MILLIS_MAX), () -> end(call, response, then));
            }
          });
    }
  }

  private void end(ClientCall call, Response response, Consumer<Response> then) {
    if (history.end(call, response)) {
      if (response instanceof Response.Success success) {
        shop.learn(call.operation(), success.answer());
      }
      then.accept(response);
    }
  }
}
