package tercet.gateway.operate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.HttpReply;
import tercet.gateway.contract.Problem;
import tercet.kernel.balance.Balance;
import tercet.kernel.command.Line;
import tercet.kernel.decision.StoredRecord;
import tercet.kernel.id.ShardId;
import tercet.kernel.id.Shards;
import tercet.kernel.order.Order;
import tercet.runtime.inspect.NodeInspector;
import tercet.runtime.inspect.ShardBooks;
import tercet.runtime.store.StoreUnavailableException;
import tercet.runtime.store.UnreadableRecordException;

/**
 * {@code GET /books} lists the shards that this node serves now, and with {@code shard} a page of
 * its balances or orders. For {@code tercet audit}; unlike the other routes it tells of this node
 * only.
 */
record BooksApi(NodeInspector node, Shards all) {
  static final String PATH = "/books";

  private static final Set<String> PARAMETERS = Set.of("shard", "after", "limit");
  private static final int LIMIT = 1_000;
  private static final int LIMIT_MAX = 5_000;

  HttpReply answer(OperatorApi.Call call) {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      return Problem.METHOD_NOT_ALLOWED.reply().allowing("GET, HEAD");
    }
    QueryParameters query = QueryParameters.parse(call.query(), PARAMETERS);
    String name = query.text("shard");
    ShardBooks books = node.books();
    return name == null ? shards(books) : page(books, name, query);
  }

  private HttpReply shards(ShardBooks books) {
    return HttpReply.ok(json -> {
      json.writeStringField("node", node.neighbours().self());
      json.writeNumberField("count", all.count());
      json.writeArrayFieldStart("shards");
      for (ShardId shard : books.shards()) {
        json.writeString(PartJson.name(shard));
      }
      json.writeEndArray();
    });
  }

  private static HttpReply page(ShardBooks books, String name, QueryParameters query) {
    ShardId shard =
        books.shards().stream()
            .filter(one -> PartJson.name(one).equals(name))
            .findFirst()
            .orElse(null);
    if (shard == null) {
      return OperatorProblem.NO_BOOKS.reply(
          "This node does not serve the shard %s.".formatted(name));
    }
    String after = query.text("after");
    ShardBooks.Page page;
    try {
      int limit = query.count("limit", LIMIT, LIMIT_MAX);
      page = books.read(shard, after == null ? "" : after, limit);
    } catch (UnsupportedOperationException | StoreUnavailableException none) {
      return OperatorProblem.NO_BOOKS.reply(String.valueOf(none.getMessage()));
    } catch (UnreadableRecordException damaged) {
      return OperatorProblem.NO_BOOKS.reply(damaged.getMessage() + " See docs/operate/damage.md.");
    }
    String last = page.last();
    return HttpReply.ok(json -> {
      json.writeArrayFieldStart("records");
      for (Map.Entry<String, StoredRecord> entry : page.records().entrySet()) {
        json.writeStartObject();
        json.writeStringField("id", entry.getKey());
        write(json, entry.getValue());
        json.writeEndObject();
      }
      json.writeEndArray();
      if (last != null) {
        json.writeStringField("next", last);
      }
    });
  }

  private static void write(JsonGenerator json, @Nullable StoredRecord stored) throws IOException {
    if (stored instanceof Balance balance) {
      long kept = balance.leased().value(); // of reserved orders: not sold yet
      json.writeNumberField("amount", balance.amount().value() + kept);
      json.writeNumberField("held", balance.held().value());
      json.writeBooleanField("locked", balance.isLocked());
      json.writeNumberField("generation", balance.generation());
    } else if (stored instanceof Order order) {
      json.writeStringField("user_id", order.user().value());
      json.writeBooleanField("paid", order instanceof Order.Paid);
      json.writeNumberField("total_cost", order.total().value());
      json.writeNumberField("generation", order.generation());
      json.writeArrayFieldStart("items");
      for (Line line : order.lines()) {
        json.writeStartObject();
        json.writeStringField("item_id", line.item().value());
        json.writeNumberField("quantity", line.quantity().value());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }
}
