package tercet.gateway.operate;

import java.util.Locale;
import tercet.gateway.contract.HttpReply;

/** Why an operator's request was refused. Names are part of the administrative contract. */
enum OperatorProblem {
  BAD_QUERY(400, "Bad Request"),
  WHO_AND_WHY(400, "Bad Request"),
  UNKNOWN_TRANSACTION(404, "Not Found"),
  UNKNOWN_RECORD(404, "Not Found"),
  CANNOT_ABORT(409, "Conflict"),
  CANNOT_SETTLE(409, "Conflict"),
  BACKUP_UNDER_WAY(409, "Conflict"),
  NO_BOOKS(503, "Service Unavailable"),
  NO_ANSWER(503, "Service Unavailable"),
  AUDIT_LOG(503, "Service Unavailable");

  private final int status;
  private final String title;

  OperatorProblem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /**
   * The reply.
   *
   * @param detail a sentence for a person
   */
  HttpReply reply(String detail) {
    return HttpReply.problem(status, title, detail, name().toLowerCase(Locale.ROOT));
  }
}
