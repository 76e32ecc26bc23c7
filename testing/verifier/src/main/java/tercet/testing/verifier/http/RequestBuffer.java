package tercet.testing.verifier.http;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The request that a {@link RequestSource} writes, straight into the buffer of its connection.
 * First {@link #get} or {@link #post}, then the {@link #path} in as many parts as is convenient.
 * Neither is there a way to send a body, nor does the contract have one.
 *
 * <p>Throws {@link IllegalArgumentException} on characters that do not belong into a request line,
 * and on a request of more than {@value #BYTES_MAX} bytes.
 */
public final class RequestBuffer {
  /** Enough for the longest path of the contract and the longest idempotency key. */
  static final int BYTES_MAX = 2_048;

  private static final byte[] GET = ascii("GET ");
  private static final byte[] POST = ascii("POST ");
  private static final byte[] KEY = ascii("\r\nIdempotency-Key: ");
  private static final byte[] NO_BODY = ascii("\r\nContent-Length: 0");
  private static final byte[] END = ascii("\r\n\r\n");

  private final byte[] versionAndHost;
  private final byte[] digits = new byte[20];
  private ByteBuffer out = ByteBuffer.allocate(0);
  private @Nullable String idempotencyKey;
  private boolean posts;
  private boolean started;
  private long tag;

  /**
   * @param host with port, for the Host header
   */
  RequestBuffer(String host) {
    this(host, null);
  }

  /**
   * @param host with port, for the Host header
   * @param authorization value of that header; null for none
   */
  RequestBuffer(String host, @Nullable String authorization) {
    String token = authorization == null ? "" : "\r\nAuthorization: " + authorization;
    this.versionAndHost = ascii(" HTTP/1.1\r\nHost: " + host + token);
  }

  void begin(ByteBuffer into) {
    out = into;
    out.clear();
    idempotencyKey = null;
    started = false;
    posts = false;
    tag = 0;
  }

  /** Completes the bytes and makes them ready to be sent. */
  void end() {
    if (!started) {
      throw new IllegalStateException("the workload gave a request without a method");
    }
    put(versionAndHost);
    String key = idempotencyKey;
    if (key != null) {
      put(KEY);
      put(key);
    }
    if (posts) {
      put(NO_BODY);
    }
    put(END);
    out.flip();
  }

  public RequestBuffer get() {
    return start(GET, false);
  }

  public RequestBuffer post() {
    return start(POST, true);
  }

  private RequestBuffer start(byte[] method, boolean isPost) {
    if (started) {
      throw new IllegalStateException("the request has a method already");
    }
    started = true;
    posts = isPost;
    put(method);
    return this;
  }

  /** Appends to the path. */
  public RequestBuffer path(String part) {
    put(part);
    return this;
  }

  /** Appends a whole number, not negative, in decimal. */
  public RequestBuffer path(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("negative number in a path: " + number);
    }
    int at = digits.length;
    long rest = number;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    if (out.remaining() < digits.length) {
      throw tooLong();
    }
    out.put(digits, at, digits.length - at);
    return this;
  }

  /** Sends the header {@code Idempotency-Key}. */
  public RequestBuffer idempotencyKey(String key) {
    idempotencyKey = key;
    return this;
  }

  /** A number that comes back with the outcome; 0 if it is not set. */
  public RequestBuffer tag(long tag) {
    this.tag = tag;
    return this;
  }

  long tag() {
    return tag;
  }

  private void put(byte[] bytes) {
    try {
      out.put(bytes);
    } catch (BufferOverflowException e) {
      throw tooLong();
    }
  }

  private void put(String text) {
    if (out.remaining() < text.length()) {
      throw tooLong();
    }
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (sign <= ' ' || sign > '~') {
        throw new IllegalArgumentException(
            "character %d of a request is not visible ASCII: %s".formatted(i, text));
      }
      out.put((byte) sign);
    }
  }

  private static IllegalArgumentException tooLong() {
    return new IllegalArgumentException("request of more than " + BYTES_MAX + " bytes");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
