package tercet.server.command;

/** What a command of {@code tercet} ends with. */
public enum ExitStatus {
  /** It did what was asked, and what it looked at is right. */
  RIGHT(0),
  /** What it looked at is wrong, or the shop ended by a failure. */
  WRONG(1),
  /** It could not do what was asked, or it was asked wrongly. */
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
