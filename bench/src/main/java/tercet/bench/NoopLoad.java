package tercet.bench;

import tercet.judge.http.Answer;
import tercet.judge.http.Breakage;
import tercet.judge.http.Request;
import tercet.judge.http.Workload;

/** Asks for nothing, for ever. */
final class NoopLoad implements Workload {
  @Override
  public boolean next(Request request) {
    request.post().path("/noop");
    return true;
  }

  @Override
  public void answered(long tag, Answer answer) {}

  @Override
  public void broken(long tag, Breakage breakage) {}
}
