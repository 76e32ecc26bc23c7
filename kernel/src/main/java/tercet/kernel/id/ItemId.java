package tercet.kernel.id;

/**
 * Names an item.
 *
 * @param value opaque, not empty
 */
public record ItemId(String value) implements BalanceId {
  public ItemId {
    Ids.check(value);
  }

  @Override
  public Service service() {
    return Service.STOCK;
  }
}
