package tercet.runtime.request;

import java.time.Instant;
import tercet.kernel.command.CommandId;

/**
 * The right to ask one thing once, however often it is sent.
 *
 * @param id under which it runs; also the id of whatever it creates
 * @param keptUntil how long the answer must be remembered
 * @param patient whether it may be sent again for longer than a client usually waits
 */
public record Asking(CommandId id, Instant keptUntil, boolean patient) {
  /** One for which a client waits as usual. */
  public Asking(CommandId id, Instant keptUntil) {
    this(id, keptUntil, false);
  }

  /**
   * The right to ask one part of it.
   *
   * @param name of the part, unique within this asking
   */
  public Asking part(String name) {
    return new Asking(new CommandId(id.value() + "." + name, id.keyed()), keptUntil, patient);
  }
}
