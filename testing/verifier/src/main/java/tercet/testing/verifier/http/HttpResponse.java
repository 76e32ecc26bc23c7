package tercet.testing.verifier.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A complete answer, in the buffers of its connection: valid only until the callback that gets it
 * returns, so that nothing is allocated for each.
 */
public final class HttpResponse {
  private int status;
  private byte[] body = new byte[0];
  private int bodyLength;
  private long latencyNanos;
  private long endNanos;

  HttpResponse() {}

  void set(ResponseParser response, long latencyNanos, long endNanos) {
    this.status = response.status();
    this.body = response.body();
    this.bodyLength = response.bodyLength();
    this.latencyNanos = latencyNanos;
    this.endNanos = endNanos;
  }

  public int status() {
    return status;
  }

  /** True if the status is 2xx: it happened. */
  public boolean isOk() {
    return status >= 200 && status < 300;
  }

  /** The array whose first {@link #bodyLength} bytes are the body. Not to be kept or changed. */
  public byte[] body() {
    return body;
  }

  public int bodyLength() {
    return bodyLength;
  }

  /** The body as an array of its own. */
  public byte[] copyOfBody() {
    return Arrays.copyOf(body, bodyLength);
  }

  /** The body as text; allocates. */
  public String bodyText() {
    return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
  }

  /** From the sending, in an open loop from the scheduled start, to the last byte of the answer. */
  public long latencyNanos() {
    return latencyNanos;
  }

  /** When the last byte came, by the clock of {@link System#nanoTime}. */
  public long endNanos() {
    return endNanos;
  }
}
