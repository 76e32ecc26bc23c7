package tercet.testing.contract;

import java.util.concurrent.atomic.AtomicInteger;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.transport.Envelope;

/** Counts the envelopes of batches. */
record Counting(AtomicInteger envelopes) implements EnvelopeBatch.Listener {
  @Override
  public void envelope(Envelope envelope) {
    envelopes.incrementAndGet();
  }

  @Override
  public void malformed(MalformedBytesException why) {
    throw why;
  }
}
