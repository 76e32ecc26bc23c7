package tercet.testing.verifier.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks GET /0, /1 and so on, and keeps what it hears. */
final class Recording implements RequestSource {
  private final int count;
  final List<Long> answered = new ArrayList<>();
  final List<String> bodies = new ArrayList<>();
  final List<ConnectionError> broken = new ArrayList<>();
  private final AtomicInteger outcomes = new AtomicInteger();
  private int next;

  Recording(int count) {
    this.count = count;
  }

  /** Safe for any thread. */
  int outcomes() {
    return outcomes.get();
  }

  @Override
  public boolean next(RequestBuffer request) {
    if (next == count) {
      return false;
    }
    request.get().path("/").path(next).tag(next);
    next++;
    return true;
  }

  @Override
  public void answered(long tag, HttpResponse answer) {
    answered.add(tag);
    bodies.add(answer.bodyText());
    outcomes.incrementAndGet();
  }

  @Override
  public void broken(long tag, ConnectionError breakage) {
    broken.add(breakage);
    outcomes.incrementAndGet();
  }
}
