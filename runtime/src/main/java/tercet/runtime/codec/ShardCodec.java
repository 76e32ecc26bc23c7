package tercet.runtime.codec;

import java.util.List;
import tercet.kernel.id.Service;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;

/** {@link ShardId} as bytes. */
final class ShardCodec {
  static final Tags<Service> SERVICES = new Tags<>("service", Service.values(), Service::number);

  /** Shards whose ids are shared by all that is read; higher ones are made anew each time. */
  private static final int SHARED_MAX = 256;

  private static final Shards SHARED = new Shards(SHARED_MAX);

  private ShardCodec() {}

  static void write(ByteWriter writer, ShardId shard) {
    writer.writeByte(shard.service().number());
    writer.writeVarint(shard.index());
  }

  static ShardId read(ByteReader reader) {
    Service service = SERVICES.read(reader);
    int index = reader.readCount();
    List<ShardId> shared = SHARED.of(service);
    return index < shared.size() ? shared.get(index) : new ShardId(service, index);
  }
}
