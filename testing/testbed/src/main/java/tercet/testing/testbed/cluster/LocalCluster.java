package tercet.testing.testbed.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tercet.testing.testbed.server.AtExit;
import tercet.testing.testbed.server.Firewall;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.NginxServer;
import tercet.testing.testbed.server.PostgresServer;
import tercet.testing.testbed.server.ServerFailedException;

/**
 * A cluster of real processes on loopback, with a folder of its own. It ends with {@link #close},
 * and with this process, however that ends short of a kill. Not safe for threads, except for the
 * addresses.
 */
public final class LocalCluster implements Cluster {
  private static final Duration READY_MAX = Duration.ofMinutes(2);
  private static final Duration POLL_EVERY = Duration.ofMillis(25);

  /** An answer comes a second after the deadline of a checkout at the latest, if the node lives. */
  private static final Duration ANSWER_MARGIN = Duration.ofSeconds(5);

  private final Path folder;
  private final Firewall firewall = Firewall.open();
  private final Consumer<String> progress;
  private final MemberTable members = new MemberTable();
  private final AtExit atExit = new AtExit("end-cluster", this::end);
  private volatile NodePlan plan;
  private @Nullable Databases databases;
  private @Nullable Brokers brokers;
  private @Nullable NginxServer proxy;
  private boolean ended;

  private LocalCluster(Path folder, NodePlan plan, Consumer<String> progress) {
    this.folder = folder;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Starts a cluster in a temporary folder, and waits until all its members are ready.
   *
   * @param program the command of {@code tercet}, without {@code run}
   * @param progress hears of long steps
   * @throws ServerFailedException with what a member said, or what to install
   */
  public static LocalCluster start(
      Blueprint blueprint, List<String> program, Consumer<String> progress) {
    return start(Folders.temporary("cluster"), blueprint, program, progress);
  }

  /**
   * The same in a folder of the caller's, which is deleted at the end. Every account may pass
   * through those above it, and its path is shorter than 50 bytes.
   */
  public static LocalCluster start(
      Path folder, Blueprint blueprint, List<String> program, Consumer<String> progress) {
    LocalCluster cluster = new LocalCluster(folder, new NodePlan(blueprint, program), progress);
    try {
      cluster.startMembers(blueprint);
      cluster.awaitReady();
      return cluster;
    } catch (RuntimeException failed) {
      cluster.close();
      throw failed;
    }
  }

  private void startMembers(Blueprint blueprint) {
    Folders.openToAll(Folders.create(folder));
    Databases started = Databases.start(blueprint, folder, progress);
    databases = started;
    started.members(firewall).forEach(members::add);
    Brokers carrying = Brokers.start(blueprint, started, folder, progress);
    brokers = carrying;
    carrying.members(firewall).forEach(members::add);
    progress.accept("starting " + plan.nodes().size() + " nodes");
    plan.writeClusterFile(folder, started.areShared());
    plan.nodes()
        .forEach(node -> members.add(plan.start(node, folder, started, carrying, firewall)));
    List<Integer> gateways = plan.gatewayPorts();
    if (gateways.size() > 1) {
      NginxServer nginx =
          NginxServer.start(
              folder.resolve("nginx"),
              gateways,
              blueprint.deadline().plus(ANSWER_MARGIN),
              progress);
      proxy = nginx;
      Isolation isolation = new Isolation.ByPort(nginx.port());
      members.add(
          new LocalMember(
              "nginx", new LoneServerControl(Set.of("proxy"), nginx), firewall, isolation));
    }
  }

  /**
   * Changes the number of nodes while they run, and returns when all go by it. Added nodes take
   * their part of the shards. Removed ones, those with the highest numbers, end what they have
   * begun.
   *
   * @throws IllegalArgumentException with a sentence, if that cannot be done with this cluster;
   *     then nothing has changed
   * @throws ServerFailedException if a node does not start or end
   */
  public void scale(NodeCounts counts) {
    NodePlan before = plan;
    NodePlan after = before.resized(counts.applyTo(before.blueprint()));
    Scaling change = new Scaling(before, after);
    change.check();
    Databases records = Objects.requireNonNull(databases);
    Brokers carrying = Objects.requireNonNull(brokers);
    NginxServer nginx = proxy;
    if (nginx != null && !change.removedGateways().isEmpty()) {
      nginx.change(change.stayingGateways());
      change.awaitDrained();
    }
    after.writeClusterFile(folder, records.areShared());
    plan = after;
    for (NodePlan.PlannedNode node : change.added()) {
      members.add(after.start(node, folder, records, carrying, firewall));
    }
    change.added().forEach(node -> Scaling.awaitReady(members.find(node.name())));
    change.awaitKnown();
    if (nginx != null && !change.stayingGateways().equals(after.gatewayPorts())) {
      nginx.change(after.gatewayPorts());
    }
    for (NodePlan.PlannedNode node : change.removed()) {
      if (members.find(node.name()).body() instanceof NodeControl body) {
        body.stop();
      }
      members.remove(node.name());
    }
  }

  /**
   * Waits until every member is ready that was not killed, paused or cut off, all at the same time.
   * If those are all members, clients are answered, too.
   *
   * @throws ServerFailedException if that takes two minutes, or a member ends
   */
  public void awaitReady() {
    List<LocalMember> running = new ArrayList<>(members.all());
    running.removeIf(member -> !member.isExpectedToRun());
    List<LocalMember> waiting = new ArrayList<>(running);
    boolean clients = running.size() == members.all().size();
    long start = System.nanoTime();
    while (true) {
      waiting.removeIf(Member::isReady);
      if (waiting.isEmpty()) {
        // A member that was ready may have begun to miss another one that was not ready yet.
        running.stream().filter(member -> !member.isReady()).forEach(waiting::add);
        if (waiting.isEmpty() && (!clients || FirstRequest.isAnswered(address()))) {
          return;
        }
      }
      boolean late = System.nanoTime() - start > READY_MAX.toNanos();
      for (LocalMember member : waiting) {
        boolean dead = member.condition() == Member.Condition.DEAD;
        if (dead || late) {
          String what = dead ? " has ended; it said:\n" : " does not get ready; it said:\n";
          throw new ServerFailedException(member.name() + what + member.lastWords());
        }
      }
      if (late) {
        throw new ServerFailedException(
            "every member says that it is ready, but " + address() + " does not answer clients");
      }
      LockSupport.parkNanos(POLL_EVERY.toNanos());
    }
  }

  @Override
  public URI address() {
    NginxServer nginx = proxy;
    int port = nginx == null ? plan.gatewayPorts().getFirst() : nginx.port();
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where a gateway serves clients. */
  public URI gateway(String node) {
    return URI.create("http://127.0.0.1:" + plan.node(node).port());
  }

  /** The address at which a node takes batches; for tests of the secret. */
  public URI nodePort(String node) {
    return URI.create("http://127.0.0.1:" + plan.node(node).nodePort());
  }

  /** The secret of all nodes, drawn anew for each cluster. */
  public String secret() {
    return plan.secret();
  }

  /** Where a node has its health and metrics. */
  public URI admin(String node) {
    return URI.create("http://127.0.0.1:" + plan.node(node).adminPort());
  }

  @Override
  public List<URI> admins() {
    return plan.nodes().stream().map(node -> admin(node.name())).toList();
  }

  /** The first process of a member. */
  public long pid(String name) {
    return members.find(name).body().pid();
  }

  /** The first process of every member that runs; the others descend from these. */
  public List<Long> pids() {
    return members.all().stream()
        .filter(member -> member.condition() != Member.Condition.DEAD)
        .map(member -> member.body().pid())
        .toList();
  }

  /**
   * The database server, to measure or to look into it.
   *
   * @throws IllegalStateException if this cluster has not just one
   */
  public PostgresServer database() {
    if (databases instanceof Databases.One one) {
      return one.server();
    }
    throw new IllegalStateException("not a cluster with one database server");
  }

  @Override
  public List<Member> members() {
    return List.copyOf(members.all());
  }

  /** The member of a name. */
  public Member member(String name) {
    return members.find(name);
  }

  /** A view of its members for another thread. */
  List<ClusterState.MemberState> kept() {
    return members.all().stream().map(LocalMember::kept).toList();
  }

  @Override
  public String lastWords() {
    return members.lastWords();
  }

  /** Ends all processes, also for a thread that was interrupted. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      atExit.cancel();
      end();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A second caller waits until all is done. */
  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    firewall.close();
    members.all().stream()
        .map(LocalMember::body)
        .filter(NodeControl.class::isInstance)
        .forEach(ProcessControl::kill);
    NginxServer nginx = proxy;
    if (nginx != null) {
      nginx.close();
    }
    Brokers carrying = brokers;
    if (carrying != null) {
      carrying.close();
    }
    Databases records = databases;
    if (records != null) {
      records.close();
    }
    Folders.delete(folder);
  }
}
