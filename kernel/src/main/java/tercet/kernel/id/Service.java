package tercet.kernel.id;

/** The three services. */
public enum Service {
  ORDER(0),
  STOCK(1),
  PAYMENT(2);

  private final int number;

  Service(int number) {
    this.number = number;
  }

  /** The number of the service in stored and sent bytes; never given to another one. */
  public int number() {
    return number;
  }
}
