package tercet.runtime.cluster;

import java.io.IOException;

/** A cluster file that cannot be used. The message says where and why, and what to do. */
public final class ClusterFileException extends IOException {
  private static final long serialVersionUID = 1L;

  ClusterFileException(String message) {
    super(message);
  }

  ClusterFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
