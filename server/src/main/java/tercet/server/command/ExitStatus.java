package tercet.server.command;

/** The exit status of a command of {@code tercet}. */
public enum ExitStatus {
  /** The command did its work, and found nothing wrong. */
  RIGHT(0),
  /** The command found something wrong, or the shop ended by a failure. */
  WRONG(1),
  /** The command could not do its work, or its options are wrong. */
  IMPOSSIBLE(2);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /** The exit status of the process. */
  public int code() {
    return code;
  }

  /** The status of a command that has looked at something. */
  public static ExitStatus of(boolean right) {
    return right ? RIGHT : WRONG;
  }
}
