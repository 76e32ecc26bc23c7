package tercet.transport.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import tercet.runtime.cluster.PeerTrust;
import tercet.runtime.cluster.PeerWire;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;

/** Takes batches from peers that are trusted. */
final class BatchHandler implements Handler {
  private final PeerTrust trust;
  private final PeerWire.Receiver receiver;

  BatchHandler(PeerTrust trust, PeerWire.Receiver receiver) {
    this.trust = trust;
    this.receiver = receiver;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    if (!trust.admits(request.headers().first(HeaderNames.AUTHORIZATION).orElse(null))) {
      throw refuse(request, response, Status.UNAUTHORIZED_401, PeerWire.WRONG_SECRET);
    }
    byte[] batch;
    try (InputStream body = request.content().inputStream()) {
      batch = body.readNBytes(EnvelopeBatch.BYTES_MAX + 1);
    } catch (DataReader.InsufficientDataAvailableException cut) {
      // Helidon would log it as an error of the server.
      throw new CloseConnectionException("the sender is gone within a batch", cut);
    }
    if (batch.length > EnvelopeBatch.BYTES_MAX) {
      throw refuse(request, response, Status.REQUEST_ENTITY_TOO_LARGE_413, HttpListener.TOO_LARGE);
    }
    try {
      answer(response, receiver.receive(batch));
    } catch (MalformedBytesException malformed) {
      String why = "This is no batch: " + malformed.getMessage();
      throw refuse(request, response, Status.BAD_REQUEST_400, why);
    }
    if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      throw new CloseConnectionException("the sender asked for it");
    }
  }

  private static void answer(ServerResponse response, int noRoom) {
    response.status(Status.NO_CONTENT_204);
    if (noRoom > 0) {
      response.header(HeaderValues.create(HttpWire.NO_ROOM, noRoom));
    }
    response.send();
  }

  /**
   * Sends a refusal and returns the exception that closes the connection. Helidon alone would keep
   * it open in spite of the header, and take the rest of an unread body for the next request.
   */
  static CloseConnectionException refuse(
      ServerRequest request, ServerResponse response, Status status, String why) {
    response.status(status);
    response.header(HeaderValues.CONNECTION_CLOSE);
    response.header(HeaderValues.CONTENT_TYPE_TEXT_PLAIN);
    response.send(why);
    if (!request.headers().contains(HeaderNames.EXPECT)) {
      readOn(request);
    }
    return new CloseConnectionException("refused: " + status.code());
  }

  /** A close before all bytes have been read is a reset, and a reset can destroy the answer. */
  private static void readOn(ServerRequest request) {
    try (InputStream body = request.content().inputStream()) {
      body.skipNBytes(EnvelopeBatch.BYTES_MAX);
    } catch (IOException | RuntimeException gone) {
      // The body has ended, or its sender is gone; the answer was sent.
    }
  }
}
