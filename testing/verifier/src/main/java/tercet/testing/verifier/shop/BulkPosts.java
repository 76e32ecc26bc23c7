package tercet.testing.verifier.shop;

import java.util.List;
import java.util.function.Consumer;
import tercet.testing.verifier.http.ConnectionError;
import tercet.testing.verifier.http.HttpResponse;
import tercet.testing.verifier.http.RequestBuffer;
import tercet.testing.verifier.http.RequestSource;
import tercet.testing.verifier.shop.BulkWriter.Post;

/**
 * Makes each call at most once, and no more after one was refused or many failed in a row. Calls
 * that got no answer are up to the caller.
 */
final class BulkPosts implements RequestSource {
  /** Hears of an answer with 2xx. */
  @FunctionalInterface
  interface Success {
    void answered(int number, HttpAnswer answer);
  }

  private final List<Post> posts;
  private final int failuresMax;
  private final Consumer<Integer> sent;
  private final Success success;
  private final Oddities oddities;
  private String failure = "";
  private int failuresInARow;
  private int answered;
  private int next;

  /**
   * @param failuresMax so many in a row end it
   * @param sent hears the number of each call that is about to be sent
   */
  BulkPosts(
      List<Post> posts,
      int failuresMax,
      Consumer<Integer> sent,
      Success success,
      Oddities oddities) {
    this.posts = posts;
    this.failuresMax = failuresMax;
    this.sent = sent;
    this.success = success;
    this.oddities = oddities;
  }

  /** The route and the last answer to it that was no success; empty if all succeeded. */
  String failure() {
    boolean silent = failure.isEmpty() && answered < posts.size();
    return silent ? posts.get(answered).route() + ": no connection" : failure;
  }

  @Override
  public boolean next(RequestBuffer request) {
    if (next == posts.size() || failuresInARow >= failuresMax) {
      return false;
    }
    Post post = posts.get(next);
    sent.accept(next);
    request.post().path(post.path()).path(post.arguments()).tag(next);
    next++;
    return true;
  }

  @Override
  public void answered(long tag, HttpResponse response) {
    HttpAnswer answer = HttpAnswer.of(posts.get((int) tag).route(), response, oddities);
    if (answer.isOk()) {
      failuresInARow = 0;
      answered++;
      success.answered((int) tag, answer);
    } else if (response.status() >= 500) {
      fail(answer.described());
    } else {
      throw new UnexpectedReplyException(answer.described());
    }
  }

  @Override
  public void broken(long tag, ConnectionError breakage) {
    fail(posts.get((int) tag).route() + ": " + breakage.words());
  }

  private void fail(String reason) {
    failure = reason;
    failuresInARow++;
  }
}
