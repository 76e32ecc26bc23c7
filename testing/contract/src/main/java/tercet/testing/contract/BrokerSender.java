package tercet.testing.contract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tercet.runtime.broker.Broker;
import tercet.runtime.broker.Parcel;
import tercet.runtime.broker.Recipient;

/** Sends messages to a {@link Broker} and waits until it has taken them. */
public final class BrokerSender {
  /** A message to send. */
  public static final class Message {
    private final Recipient to;
    private final byte[] batch;

    /**
     * @param batch is sent as it is
     */
    public Message(Recipient to, byte[] batch) {
      this.to = to;
      this.batch = batch;
    }

    /** The bytes themselves, no copy. */
    public byte[] batch() {
      return batch;
    }
  }

  private BrokerSender() {}

  /**
   * Sends messages together.
   *
   * @throws IOException if the broker may not have taken one of them, when it has decided on all
   */
  public static void send(Broker broker, Message... messages) throws IOException {
    List<CompletableFuture<Void>> decided = new ArrayList<>();
    List<Parcel> parcels = new ArrayList<>();
    for (Message message : messages) {
      CompletableFuture<Void> one = new CompletableFuture<>();
      decided.add(one);
      parcels.add(new Parcel(message.to, message.batch, new Completing(one)));
    }
    broker.publish(parcels);
    try {
      CompletableFuture.allOf(decided.toArray(CompletableFuture[]::new)).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why ? why : new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private record Completing(CompletableFuture<Void> decided) implements Parcel.Outcome {
    @Override
    public void taken() {
      decided.complete(null);
    }

    @Override
    public void failed(IOException why) {
      decided.completeExceptionally(why);
    }
  }
}
