package tercet.kernel.id;

/**
 * Names a user.
 *
 * @param value opaque, not empty
 */
public record UserId(String value) implements BalanceId {
  public UserId {
    Ids.check(value);
  }

  @Override
  public Service service() {
    return Service.PAYMENT;
  }
}
