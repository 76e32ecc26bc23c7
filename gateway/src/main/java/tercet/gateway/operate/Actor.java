package tercet.gateway.operate;

import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.HttpReply;

/**
 * The operator who acts, and the reason, as a request says.
 *
 * @param who for the audit log
 * @param why for the audit log
 */
record Actor(String who, String why) {
  private static final int NAME_MAX = 200;
  private static final int REASON_MAX = 1_000;

  /** Of a request; null if it does not say both, see {@link #missing}. */
  static @Nullable Actor of(OperatorApi.Call call) {
    String who = call.operator() == null ? "" : QueryParameters.percentDecoded(call.operator());
    String why = call.reason() == null ? "" : QueryParameters.percentDecoded(call.reason());
    boolean wrong =
        who.isBlank() || why.isBlank() || who.length() > NAME_MAX || why.length() > REASON_MAX;
    return wrong ? null : new Actor(who, why);
  }

  static HttpReply missing() {
    return OperatorProblem.WHO_AND_WHY.reply(
        "Say who you are in the header Tercet-Operator and why in Tercet-Reason, up to %d and %d"
                .formatted(NAME_MAX, REASON_MAX)
            + " characters, percent-encoded where they are not ASCII. Nothing was done.");
  }
}
