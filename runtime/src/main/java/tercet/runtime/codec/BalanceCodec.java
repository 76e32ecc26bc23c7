package tercet.runtime.codec;

import java.util.List;
import tercet.kernel.balance.Account;
import tercet.kernel.balance.Balance;
import tercet.kernel.balance.Item;
import tercet.kernel.balance.Lease;
import tercet.kernel.balance.Slot;
import tercet.kernel.id.Amount;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.OrderId;
import tercet.kernel.id.TransactionId;
import tercet.kernel.id.UserId;
import tercet.kernel.transaction.Reservation;

/** Balances, their ids and amounts as bytes. */
final class BalanceCodec {
  private BalanceCodec() {}

  static void write(ByteWriter writer, Item item) {
    if (!item.leases().isEmpty()) {
      writer.writeByte(RecordType.LEASED_ITEM.number);
      writer.writeList(item.leases(), BalanceCodec::writeLease);
      writeClaims(writer, item);
    } else if (item.isFree()) {
      writer.writeByte(RecordType.ITEM.number);
      writeAmount(writer, item.amount());
    } else {
      writer.writeByte(RecordType.CLAIMED_ITEM.number);
      writeClaims(writer, item);
    }
    writeAmount(writer, item.price());
    writer.writeFixed(item.generation());
  }

  static Item readFreeItem(ByteReader reader) {
    return new Item(readAmount(reader), readAmount(reader), reader.readFixed());
  }

  static Item readClaimedItem(ByteReader reader) {
    return new Item(
        readAmount(reader),
        readAmount(reader),
        reader.readList(BalanceCodec::readTransaction),
        readAmount(reader),
        reader.readFixed());
  }

  /** A type of its own: a node that does not know leases must not write the item without them. */
  static Item readLeasedItem(ByteReader reader) {
    List<Lease> leases = reader.readList(BalanceCodec::readLease);
    return new Item(
        readAmount(reader),
        readAmount(reader),
        reader.readList(BalanceCodec::readTransaction),
        readAmount(reader),
        reader.readFixed(),
        leases);
  }

  private static void writeLease(ByteWriter writer, Lease lease) {
    writer.writeString(lease.order().value());
    writer.writeFixed(lease.generation());
    writeAmount(writer, lease.taken());
    writer.writeList(lease.claims(), BalanceCodec::writeClaim);
  }

  private static Lease readLease(ByteReader reader) {
    return new Lease(
        new OrderId(reader.readString()),
        reader.readFixed(),
        readAmount(reader),
        reader.readList(BalanceCodec::readClaim));
  }

  private static void writeClaim(ByteWriter writer, Lease.Claim claim) {
    writer.writeFixed(claim.attempt());
    writeAmount(writer, claim.pieces());
    writer.writeInstant(claim.until());
  }

  private static Lease.Claim readClaim(ByteReader reader) {
    return new Lease.Claim(reader.readFixed(), readAmount(reader), reader.readInstant());
  }

  static void write(ByteWriter writer, Account account) {
    if (account.isFree()) {
      writer.writeByte(RecordType.ACCOUNT.number);
      writeAmount(writer, account.amount());
    } else {
      writer.writeByte(RecordType.CLAIMED_ACCOUNT.number);
      writeClaims(writer, account);
    }
    writer.writeFixed(account.generation());
    writer.writeList(account.slots(), BalanceCodec::writeSlot);
  }

  private static void writeSlot(ByteWriter writer, Slot slot) {
    writer.writeString(slot.order().value());
    writer.writeFixed(slot.attempt());
    writer.writeInstant(slot.since());
    writer.writeInstant(slot.until());
    writer.writeInstant(slot.before());
  }

  private static List<Slot> readSlots(ByteReader reader) {
    return reader.remaining() > 0 ? reader.readList(BalanceCodec::readSlot) : List.of();
  }

  private static Slot readSlot(ByteReader reader) {
    return new Slot(
        new OrderId(reader.readString()),
        reader.readFixed(),
        reader.readInstant(),
        reader.readInstant(),
        reader.readInstant());
  }

  static Account readFreeAccount(ByteReader reader) {
    return new Account(
        readAmount(reader), Amount.ZERO, List.of(), reader.readFixed(), readSlots(reader));
  }

  static Account readClaimedAccount(ByteReader reader) {
    return new Account(
        readAmount(reader),
        readAmount(reader),
        reader.readList(BalanceCodec::readTransaction),
        reader.readFixed(),
        readSlots(reader));
  }

  private static void writeClaims(ByteWriter writer, Balance balance) {
    writeAmount(writer, balance.amount());
    writeAmount(writer, balance.held());
    writer.writeList(balance.lockQueue(), (to, transaction) -> to.writeString(transaction.value()));
  }

  private static TransactionId readTransaction(ByteReader reader) {
    return new TransactionId(reader.readString());
  }

  static void writeTaken(ByteWriter writer, Reservation taken) {
    writeId(writer, taken.balance());
    writeAmount(writer, taken.amount());
    writer.writeFixed(taken.generation());
  }

  static Reservation readTaken(ByteReader reader) {
    return new Reservation(readId(reader), readAmount(reader), reader.readFixed());
  }

  static void writeAmount(ByteWriter writer, Amount amount) {
    writer.writeVarint(amount.value());
  }

  static Amount readAmount(ByteReader reader) {
    return new Amount(reader.readVarint());
  }

  /** The service that owns a balance says what its id is. */
  static void writeId(ByteWriter writer, BalanceId id) {
    writer.writeByte(id.service().number());
    writer.writeString(id.value());
  }

  static BalanceId readId(ByteReader reader) {
    return switch (ShardCodec.SERVICES.read(reader)) {
      case STOCK -> new ItemId(reader.readString());
      case PAYMENT -> new UserId(reader.readString());
      case ORDER -> throw reader.malformed("the order service owns no balances");
    };
  }
}
