package tercet.runtime.request;

import java.time.Instant;
import tercet.kernel.command.CommandId;

/**
 * The right to ask one thing once, however often it is sent.
 *
 * @param id under which it runs; also the id of whatever it creates
 * @param keptUntil how long the answer must be remembered
 */
public record Asking(CommandId id, Instant keptUntil) {
  /**
   * The right to ask one part of it.
   *
   * @param name of the part, unique within this asking
   */
  public Asking part(String name) {
    return new Asking(new CommandId(id.value() + "." + name, id.keyed()), keptUntil);
  }
}
