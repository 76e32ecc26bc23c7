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
      refuse(response, Status.UNAUTHORIZED_401, PeerWire.WRONG_SECRET);
      return;
    }
    byte[] batch;
    try (InputStream body = request.content().inputStream()) {
      batch = body.readNBytes(EnvelopeBatch.BYTES_MAX + 1);
    } catch (DataReader.InsufficientDataAvailableException cut) {
      // Helidon would log it as an error of the server.
      throw new CloseConnectionException("the sender is gone within a batch", cut);
    }
    if (batch.length > EnvelopeBatch.BYTES_MAX) {
      refuse(response, Status.REQUEST_ENTITY_TOO_LARGE_413, HttpListener.TOO_LARGE);
      return;
    }
    try {
      answer(response, receiver.receive(batch));
    } catch (MalformedBytesException malformed) {
      refuse(response, Status.BAD_REQUEST_400, "This is no batch: " + malformed.getMessage());
    }
  }

  private static void answer(ServerResponse response, int noRoom) {
    response.status(Status.NO_CONTENT_204);
    if (noRoom > 0) {
      response.header(HeaderValues.create(HttpWire.NO_ROOM, noRoom));
    }
    response.send();
  }

  /** The rest of the body, if there is one, is not worth reading. */
  private static void refuse(ServerResponse response, Status status, String why) {
    response.status(status);
    response.header(HeaderValues.CONNECTION_CLOSE);
    response.header(HeaderValues.CONTENT_TYPE_TEXT_PLAIN);
    response.send(why);
  }
}
