package tercet.kernel.id;

/**
 * The name of one stored record. All that is atomic happens between keys of one shard.
 *
 * @param kind of the record
 * @param shard that owns it
 * @param id unique among the shard's records of that kind
 */
public record Key(RecordKind kind, ShardId shard, String id) {

  /** The same in every run, unlike the one that a record with an enum gets by default. */
  @Override
  public int hashCode() {
    return (id.hashCode() * 31 + shard.hashCode()) * 31 + kind.number();
  }

  @Override
  public String toString() {
    return shard + "/" + kind + "/" + id;
  }
}
