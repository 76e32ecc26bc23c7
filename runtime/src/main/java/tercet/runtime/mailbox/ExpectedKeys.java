package tercet.runtime.mailbox;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.kernel.decision.Decider;
import tercet.kernel.decision.Input;
import tercet.kernel.id.Key;

/**
 * The records that deciding some inputs may read. Made only if the store wants to know: one that
 * has everything in memory does not.
 */
final class ExpectedKeys extends AbstractCollection<Key> {
  private final Decider decider;
  private final List<? extends Input> inputs;
  private @Nullable List<Key> keys;

  ExpectedKeys(Decider decider, List<? extends Input> inputs) {
    this.decider = decider;
    this.inputs = inputs;
  }

  @Override
  public Iterator<Key> iterator() {
    return made().iterator();
  }

  @Override
  public int size() {
    return made().size();
  }

  private List<Key> made() {
    List<Key> all = keys;
    if (all == null) {
      all = new ArrayList<>(inputs.size() * 3);
      for (Input input : inputs) {
        all.addAll(decider.keys(input));
      }
      keys = all;
    }
    return all;
  }
}
