package tercet.runtime.request;

import java.time.Instant;
import tercet.kernel.id.CommandId;

/**
 * The right to ask one thing once, however often it is sent.
 *
 * @param id under which it runs; also the id of the record that it creates
 * @param retainUntil how long the answer must be remembered
 * @param patient whether it may be sent again for longer than a client usually waits
 */
public record CommandContext(CommandId id, Instant retainUntil, boolean patient) {
  /** One for which a client waits as usual. */
  public CommandContext(CommandId id, Instant retainUntil) {
    this(id, retainUntil, false);
  }

  /**
   * The right to ask one part of it.
   *
   * @param name of the part, unique within this asking
   */
  public CommandContext part(String name) {
    return new CommandContext(
        new CommandId(id.value() + "." + name, id.keyed()), retainUntil, patient);
  }
}
