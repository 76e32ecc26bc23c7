package tercet.gateway.operate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** The figures of this process, for an overview of the shop. Safe for any thread. */
public interface NodeFigures {
  /** A process whose ports are not open yet. */
  NodeFigures NONE = new None();

  /** Writes the fields of the present. */
  void write(JsonGenerator json) throws IOException;

  /** Writes the elements of the last minutes, the oldest first. */
  void writeHistory(JsonGenerator json) throws IOException;

  /** Has no figures. */
  record None() implements NodeFigures {
    @Override
    public void write(JsonGenerator json) {
      // nothing is known
    }

    @Override
    public void writeHistory(JsonGenerator json) {
      // nothing is known
    }
  }
}
