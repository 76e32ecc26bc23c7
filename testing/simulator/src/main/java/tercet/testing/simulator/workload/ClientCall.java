package tercet.testing.simulator.workload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request of a client, and its result. */
public final class ClientCall {
  private final int number;
  private final String client;
  private final Operation operation;
  private final @Nullable String idempotencyKey;
  private final long begunAt;
  private final long position;
  private final List<CommandRecord> asked = new ArrayList<>(2);
  private @Nullable Response response;

  /**
   * @param begunAt milliseconds since the start
   * @param position of the ledger when it began
   */
  ClientCall(
      int number,
      String client,
      Operation operation,
      @Nullable String idempotencyKey,
      long begunAt,
      long position) {
    this.number = number;
    this.client = client;
    this.operation = operation;
    this.idempotencyKey = idempotencyKey;
    this.begunAt = begunAt;
    this.position = position;
  }

  public int number() {
    return number;
  }

  public String client() {
    return client;
  }

  public Operation operation() {
    return operation;
  }

  public @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  /** Milliseconds since the start. */
  public long begunAt() {
    return begunAt;
  }

  /** Position of the ledger when it began. */
  public long position() {
    return position;
  }

  /** The commands that the gateway sent to shards for it. */
  public List<CommandRecord> asked() {
    return asked;
  }

  /** The client's response, or null as long as it waits. */
  public @Nullable Response response() {
    return response;
  }

  void ended(Response learned) {
    response = learned;
  }

  @Override
  public String toString() {
    String key = idempotencyKey == null ? "" : " with key " + idempotencyKey;
    return "request " + number + key + ": " + operation;
  }
}
