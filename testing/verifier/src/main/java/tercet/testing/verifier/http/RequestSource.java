package tercet.testing.verifier.http;

/**
 * Writes the requests of a run, and hears the answers. The one thread that is in {@link
 * LoadClient#run} calls all methods. They must not block: no other connection is served meanwhile.
 */
public interface RequestSource {
  /**
   * Writes the next request. Asked whenever a request may be sent: after every outcome, and in an
   * open loop at every scheduled start.
   *
   * @return false if there is none. The run ends when this is so while no request is in flight;
   *     until then a workload may offer again what was broken.
   */
  boolean next(RequestBuffer request);

  /**
   * A complete answer came, of any status.
   *
   * @param tag of the request
   * @param answer valid only during the call
   */
  void answered(long tag, HttpResponse answer);

  /**
   * A request was sent, at least in part, and no complete answer came: whether the server did it is
   * unknown. A request that could not be sent at all, because there was no connection, is never
   * taken from the workload, so never reported here.
   *
   * @param tag of the request
   */
  void broken(long tag, ConnectionError breakage);
}
