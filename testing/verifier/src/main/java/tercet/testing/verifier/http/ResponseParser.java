package tercet.testing.verifier.http;

import java.util.Arrays;

/**
 * Parses the answers of one connection, in pieces of any size (RFC 9112). Reused for all answers,
 * so that none of them allocates. Interim answers (1xx) are skipped.
 */
final class ResponseParser {
  /** The largest status that three digits can say. */
  static final int STATUS_MAX = 999;

  /** Longer lines come from no sane server. */
  static final int LINE_BYTES_MAX = 8 * 1024;

  /** The longest answer of the contract is an order with its lines; the rest is room. */
  static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

  private enum Stage {
    STATUS_LINE,
    HEADERS,
    SIZED_BODY,
    BODY_UNTIL_END,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS,
    DONE
  }

  private static final int NO_LENGTH = -1;

  private Stage stage = Stage.STATUS_LINE;
  private final AsciiLine line = new AsciiLine();
  private byte[] partOfLine = new byte[256];
  private int partOfLineLength;
  private byte[] body = new byte[512];
  private int bodyLength;
  private int status;
  private int contentLength = NO_LENGTH;
  private int remaining;
  private boolean chunked;
  private boolean closes;

  /** Gets ready for the next answer of the connection. */
  void reset() {
    stage = Stage.STATUS_LINE;
    partOfLineLength = 0;
    bodyLength = 0;
    status = 0;
    contentLength = NO_LENGTH;
    chunked = false;
    closes = false;
  }

  /**
   * Takes bytes until they or the answer end.
   *
   * @return the index of the first byte not taken: {@code to}, unless the answer is done before
   */
  int feed(byte[] bytes, int from, int to) throws MalformedResponseException {
    int at = from;
    while (at < to && stage != Stage.DONE) {
      at =
          switch (stage) {
            case SIZED_BODY, CHUNK, BODY_UNTIL_END -> takeBody(bytes, at, to);
            case STATUS_LINE, HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS -> takeLine(bytes, at, to);
            case DONE -> at;
          };
    }
    return at;
  }

  /**
   * Takes the end of the connection.
   *
   * @return true if the answer is complete by it
   */
  boolean end() {
    if (stage == Stage.BODY_UNTIL_END) {
      stage = Stage.DONE;
    }
    return stage == Stage.DONE;
  }

  boolean isDone() {
    return stage == Stage.DONE;
  }

  int status() {
    return status;
  }

  /** Its first {@link #bodyLength} bytes count; it is used again for the next answer. */
  byte[] body() {
    return body;
  }

  int bodyLength() {
    return bodyLength;
  }

  /** True if the server ends the connection after this answer. */
  boolean closes() {
    return closes;
  }

  private int takeBody(byte[] bytes, int at, int to) throws MalformedResponseException {
    int count = stage == Stage.BODY_UNTIL_END ? to - at : Math.min(to - at, remaining);
    makeRoomInBody(count);
    System.arraycopy(bytes, at, body, bodyLength, count);
    bodyLength += count;
    if (stage != Stage.BODY_UNTIL_END) {
      remaining -= count;
      if (remaining == 0) {
        stage = stage == Stage.CHUNK ? Stage.CHUNK_END : Stage.DONE;
      }
    }
    return at + count;
  }

  private void makeRoomInBody(int more) throws MalformedResponseException {
    if (more > BODY_BYTES_MAX - bodyLength) {
      throw new MalformedResponseException("body of more than " + BODY_BYTES_MAX + " bytes");
    }
    if (bodyLength + more > body.length) {
      body = Arrays.copyOf(body, Math.max(bodyLength + more, body.length * 2));
    }
  }

  /** Parses a line in place if it is here whole, and otherwise keeps the part that is. */
  private int takeLine(byte[] bytes, int from, int to) throws MalformedResponseException {
    int end = from;
    while (end < to && bytes[end] != '\n') {
      end++;
    }
    if (end - from > LINE_BYTES_MAX - partOfLineLength) {
      throw new MalformedResponseException("line of more than " + LINE_BYTES_MAX + " bytes");
    }
    boolean whole = end < to;
    if (whole && partOfLineLength == 0) {
      line.set(bytes, from, end);
      takeLine();
    } else {
      keepPart(bytes, from, end);
      if (whole) {
        line.set(partOfLine, 0, partOfLineLength);
        partOfLineLength = 0;
        takeLine();
      }
    }
    return whole ? end + 1 : end;
  }

  private void keepPart(byte[] bytes, int from, int end) {
    int length = partOfLineLength + end - from;
    if (length > partOfLine.length) {
      partOfLine = Arrays.copyOf(partOfLine, Math.max(length, partOfLine.length * 2));
    }
    System.arraycopy(bytes, from, partOfLine, partOfLineLength, end - from);
    partOfLineLength = length;
  }

  private void takeLine() throws MalformedResponseException {
    switch (stage) {
      case STATUS_LINE -> takeStatus();
      case HEADERS -> takeHeader();
      case CHUNK_SIZE -> takeChunkSize();
      case CHUNK_END -> {
        if (!line.isEmpty()) {
          throw new MalformedResponseException("chunk longer than its size");
        }
        stage = Stage.CHUNK_SIZE;
      }
      case TRAILERS -> {
        if (line.isEmpty()) {
          stage = Stage.DONE;
        }
      }
      case SIZED_BODY, BODY_UNTIL_END, CHUNK, DONE ->
          throw new IllegalStateException("no line expected in " + stage);
    }
  }

  private void takeStatus() throws MalformedResponseException {
    status = line.status();
    // HTTP/1.0 closes unless it says otherwise; this client does not rely on that.
    closes = line.startsWith("HTTP/1.0");
    stage = Stage.HEADERS;
  }

  private void takeHeader() throws MalformedResponseException {
    if (line.isEmpty()) {
      endHeaders();
    } else if (line.isHeader("content-length")) {
      int length = line.wholeNumberValue(BODY_BYTES_MAX);
      if (contentLength != NO_LENGTH && contentLength != length) {
        throw new MalformedResponseException("two different lengths");
      }
      contentLength = length;
    } else if (line.isHeader("transfer-encoding")) {
      chunked = line.valueHasWord("chunked");
    } else if (line.isHeader("connection")) {
      closes = closes || line.valueHasWord("close");
    }
  }

  private void endHeaders() throws MalformedResponseException {
    if (status == 101) {
      throw new MalformedResponseException("switches to another protocol without a request");
    }
    if (status < 200) {
      reset();
    } else if (status == 204 || status == 304) {
      stage = Stage.DONE;
    } else if (chunked) {
      stage = Stage.CHUNK_SIZE;
    } else if (contentLength == NO_LENGTH) {
      closes = true;
      stage = Stage.BODY_UNTIL_END;
    } else {
      remaining = contentLength;
      stage = contentLength == 0 ? Stage.DONE : Stage.SIZED_BODY;
    }
  }

  private void takeChunkSize() throws MalformedResponseException {
    remaining = line.chunkSize(BODY_BYTES_MAX);
    stage = remaining == 0 ? Stage.TRAILERS : Stage.CHUNK;
  }
}
