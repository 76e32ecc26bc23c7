package tercet.runtime.inspect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tercet.kernel.command.ReplyAddress;
import tercet.runtime.transport.Envelope;
import tercet.runtime.transport.Transport;

/**
 * Asks all nodes of a shop for an operator. Questions and reports are texts, and travel by the
 * transport that the nodes have anyway: it knows the peers, their secret, and who is away. A lost
 * question is asked once more. Safe for any thread.
 */
public final class PeerInspections {
  private static final System.Logger LOG = System.getLogger(PeerInspections.class.getName());

  /** How long a report may take; a node that is away is known to be, and not waited for. */
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /** A question is asked again after this part of it. */
  private static final int ASK_AGAIN_AFTER = 3;

  /** Questions of peers that are answered at once; more are refused. */
  private static final int ANSWERING_MAX = 8;

  /** Begins a report that is the sentence why there is none. */
  private static final String REFUSED = "!";

  private final Duration timeout;
  private final String replyName;
  private final Transport transport;
  private final Neighbours neighbours;
  private final UnaryOperator<String> local;
  private final AtomicLong numbers = new AtomicLong();
  private final ConcurrentMap<Long, Asked> waiting = new ConcurrentHashMap<>();
  private final Semaphore answering = new Semaphore(ANSWERING_MAX);

  /**
   * @param replyName under which reports find back, another one after each start
   * @param local answers a question about this node; an exception of it is told to the asking node
   */
  public PeerInspections(
      String replyName, Transport transport, Neighbours neighbours, UnaryOperator<String> local) {
    this(replyName, transport, neighbours, local, TIMEOUT);
  }

  PeerInspections(
      String replyName,
      Transport transport,
      Neighbours neighbours,
      UnaryOperator<String> local,
      Duration timeout) {
    this.timeout = timeout;
    this.replyName = replyName;
    this.transport = transport;
    this.neighbours = neighbours;
    this.local = local;
  }

  /**
   * The words of a node.
   *
   * @param text null if it said nothing
   * @param silence why it said nothing; empty if it did
   */
  public record NodeReport(String node, @Nullable String text, String silence) {}

  /** The report of one node, when it has come. */
  private static final class Asked {
    private final String node;
    private @Nullable String text;

    Asked(String node) {
      this.node = node;
    }

    synchronized void complete(String newText) {
      text = newText;
      notifyAll();
    }

    /** Waits until it has come or the time is over. */
    synchronized boolean await(long untilNanos) {
      long left = untilNanos - System.nanoTime();
      while (text == null && left > 0) {
        try {
          wait(Math.max(1, left / 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
        left = untilNanos - System.nanoTime();
      }
      return text != null;
    }

    synchronized NodeReport report(long untilNanos) {
      String come = await(untilNanos) ? text : null;
      if (come == null) {
        return new NodeReport(node, null, "it has not answered in time");
      }
      return come.startsWith(REFUSED)
          ? new NodeReport(node, null, come.substring(REFUSED.length()))
          : new NodeReport(node, come, "");
    }
  }

  /** Asks all nodes, this one too. */
  public List<NodeReport> ask(String question) {
    List<NodeReport> reports = new ArrayList<>();
    Map<Long, Asked> asked = new LinkedHashMap<>();
    for (String node : neighbours.nodes()) {
      if (node.equals(neighbours.self())) {
        continue;
      }
      if (neighbours.reaches(node)) {
        asked.put(numbers.getAndIncrement(), new Asked(node));
      } else {
        reports.add(new NodeReport(node, null, "it cannot be reached"));
      }
    }
    waiting.putAll(asked);
    try {
      long start = System.nanoTime();
      asked.forEach((number, one) -> send(number, one.node, question));
      Asked here = new Asked(neighbours.self());
      here.complete(answer(question));
      reports.add(here.report(start));
      asked.forEach((number, one) -> {
        if (!one.await(start + timeout.toNanos() / ASK_AGAIN_AFTER)) {
          send(number, one.node, question);
        }
      });
      for (Asked one : asked.values()) {
        reports.add(one.report(start + timeout.toNanos()));
      }
    } finally {
      waiting.keySet().removeAll(asked.keySet());
    }
    return reports;
  }

  private void send(long number, String node, String question) {
    transport.send(new Envelope.Question(node, new ReplyAddress(replyName, number), question));
  }

  /** Takes a question, which is answered on a thread of its own, or a report. */
  public boolean receive(Envelope envelope) {
    switch (envelope) {
      case Envelope.Question question -> {
        if (answering.tryAcquire()) {
          Thread.startVirtualThread(() -> answer(question));
        } else {
          report(question, REFUSED + "it is asked too much at once");
        }
      }
      case Envelope.Report report -> {
        Asked one = waiting.get(report.to().number());
        if (one != null && report.to().node().equals(replyName)) {
          one.complete(report.text());
        }
      }
      case Envelope.ToShard _, Envelope.ToNode _ -> {
        return false;
      }
    }
    return true;
  }

  private void answer(Envelope.Question question) {
    try {
      report(question, answer(question.text()));
    } finally {
      answering.release();
    }
  }

  private void report(Envelope.Question question, String text) {
    transport.send(new Envelope.Report(question.replyTo(), text));
  }

  private String answer(String question) {
    try {
      return local.apply(question);
    } catch (RuntimeException failure) {
      LOG.log(System.Logger.Level.WARNING, "An operator's question failed here.", failure);
      return REFUSED + failure.getMessage();
    }
  }
}
