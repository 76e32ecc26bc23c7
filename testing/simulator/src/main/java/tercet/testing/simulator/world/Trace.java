package tercet.testing.simulator.world;

import java.util.ArrayList;
import java.util.List;

/** The events, as text. Switched off it costs nothing: a seed that fails is run again with it. */
public final class Trace {
  private final boolean on;
  private final List<Line> lines = new ArrayList<>();

  public Trace(boolean on) {
    this.on = on;
  }

  /**
   * @param at milliseconds since the start
   * @param who a server, a client or a store
   */
  public record Line(long at, String who, String what) {
    @Override
    public String toString() {
      return "%9.3f %-9s %s".formatted(at / 1_000.0, who, what);
    }
  }

  /** Whether the trace is written. */
  public boolean isOn() {
    return on;
  }

  void line(long now, String who, String what) {
    if (on) {
      lines.add(new Line(now, who, what));
    }
  }

  public List<Line> lines() {
    return lines;
  }
}
