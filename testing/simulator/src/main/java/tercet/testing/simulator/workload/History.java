package tercet.testing.simulator.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.Command;
import tercet.kernel.id.Key;
import tercet.kernel.id.OrderId;
import tercet.testing.simulator.world.World;

/** All requests and answers of clients. */
public final class History {
  private final World world;
  private final LongSupplier position;
  private final Listener listener;
  private final List<ClientCall> calls = new ArrayList<>();
  private final Map<Key, List<CommandRecord>> asked = new HashMap<>();
  private final Map<OrderId, List<CommandRecord>> checkouts = new HashMap<>();
  private final Map<OrderId, List<CommandRecord>> cancellations = new HashMap<>();
  private int waiting;

  /**
   * @param position of the ledger
   * @param listener hears of every answer that a client got
   */
  public History(World world, LongSupplier position, Listener listener) {
    this.world = world;
    this.position = position;
    this.listener = listener;
  }

  /** Hears of answers. */
  @FunctionalInterface
  public interface Listener {
    void answered(ClientCall call, Response response);
  }

  ClientCall begin(String client, Operation operation, @Nullable String idempotencyKey) {
    ClientCall call =
        new ClientCall(
            calls.size(), client, operation, idempotencyKey, world.now(), position.getAsLong());
    calls.add(call);
    waiting++;
    if (world.trace().isOn()) {
      world.note(client, "asks " + call);
    }
    return call;
  }

  /** A client learned something, if it still waits for it. */
  boolean end(ClientCall call, Response response) {
    if (call.response() != null) {
      return false;
    }
    call.ended(response);
    waiting--;
    if (world.trace().isOn()) {
      world.note(call.client(), "learns of request " + call.number() + ": " + response);
    }
    listener.answered(call, response);
    return true;
  }

  /** A gateway sends a command for the first time. */
  void sent(ClientCall call, CommandRecord sent) {
    call.asked().add(sent);
    asked.computeIfAbsent(sent.key(), key -> new ArrayList<>(1)).add(sent);
    if (sent.command() instanceof Command.Checkout checkout) {
      checkouts.computeIfAbsent(checkout.order(), order -> new ArrayList<>()).add(sent);
    }
    if (sent.command() instanceof Command.Cancel cancel) {
      cancellations.computeIfAbsent(cancel.order(), order -> new ArrayList<>()).add(sent);
    }
  }

  /** The command whose answer is kept under a key, as it was first sent, or null. */
  public @Nullable CommandRecord asked(Key key) {
    List<CommandRecord> all = askedAll(key);
    return all.isEmpty() ? null : all.getFirst();
  }

  /** The same command, as often as it was sent because of different requests with the same key. */
  public List<CommandRecord> askedAll(Key key) {
    return asked.getOrDefault(key, List.of());
  }

  /** All checkouts of an order that were sent. */
  public List<CommandRecord> checkouts(OrderId order) {
    return checkouts.getOrDefault(order, List.of());
  }

  /** All cancellations of an order that were sent. */
  public List<CommandRecord> cancellations(OrderId order) {
    return cancellations.getOrDefault(order, List.of());
  }

  /** The current position of the ledger. */
  long position() {
    return position.getAsLong();
  }

  /** Requests of clients that wait. */
  public int waiting() {
    return waiting;
  }

  public List<ClientCall> calls() {
    return calls;
  }
}
