package tercet.gateway.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import tercet.kernel.command.Reason;
import tercet.kernel.command.Refusal;
import tercet.kernel.id.BalanceId;
import tercet.kernel.id.ItemId;
import tercet.kernel.id.UserId;

/** The details of a refusal, as JSON fields beside its code. */
final class RefusalJson {
  private RefusalJson() {}

  /**
   * Writes into the object that has the code.
   *
   * @throws IOException if the generator fails
   */
  static void write(JsonGenerator json, Refusal refusal) throws IOException {
    switch (refusal) {
      case Reason plain -> {}
      case Refusal.Costlier costlier -> {
        json.writeNumberField("total_cost", costlier.total().value());
        json.writeNumberField("max_total", costlier.max().value());
      }
      case Refusal.Unknown unknown -> id(json, unknown.balance());
      case Refusal.Shortage shortage -> {
        id(json, shortage.balance());
        json.writeNumberField("wanted", shortage.wanted().value());
        json.writeNumberField("left", shortage.left().value());
        json.writeNumberField("missing", shortage.missing().value());
      }
    }
  }

  private static void id(JsonGenerator json, BalanceId balance) throws IOException {
    switch (balance) {
      case ItemId item -> json.writeStringField("item_id", item.value());
      case UserId user -> json.writeStringField("user_id", user.value());
    }
  }
}
