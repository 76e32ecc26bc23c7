package tercet.testing.testbed.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts processes of this machine off from each other on loopback, by rules of iptables. Each rule
 * bears the id of this process, and all end with {@link #close}; those of a process that was killed
 * are removed by the next {@link #open}. Safe for threads.
 */
public final class Firewall implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/iptables");
  private static final Path ANYWHERE = Path.of("/");
  private static final String MARK = "tercet:";
  private static final Pattern MARKED =
      Pattern.compile("-A (OUTPUT .*\"?" + MARK + "(\\d+)\"? .*)");

  private final boolean works;
  private final Map<String, List<List<String>>> rules = new LinkedHashMap<>();

  private Firewall(boolean works) {
    this.works = works;
  }

  /** Looks whether this machine allows rules; {@link #works} says so. */
  public static Firewall open() {
    if (!SystemAccount.isRoot() || !Files.isExecutable(PROGRAM) || !changes("-S", "OUTPUT")) {
      return new Firewall(false);
    }
    removeLeftOver();
    Firewall firewall = new Firewall(true);
    // An unused group, to see whether the kernel knows such rules.
    firewall.add("trial", List.of("-m", "owner", "--gid-owner", "4294967000"));
    boolean works = firewall.isBlocked("trial");
    firewall.unblock("trial");
    return new Firewall(works);
  }

  private static boolean changes(String... action) {
    return iptables(action).status() == 0;
  }

  private static Shell.Result iptables(String... action) {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-w"));
    command.addAll(List.of(action));
    return Shell.run(ANYWHERE, Map.of(), command);
  }

  /** Removes the rules of processes that are gone. */
  private static void removeLeftOver() {
    for (String line : iptables("-S", "OUTPUT").output().lines().toList()) {
      Matcher marked = MARKED.matcher(line);
      if (marked.matches() && ProcessHandle.of(Long.parseLong(marked.group(2))).isEmpty()) {
        String rule = "-D " + marked.group(1).replace("\"", "");
        iptables(rule.split(" ", -1));
      }
    }
  }

  /** Whether this machine allows it. */
  public boolean works() {
    return works;
  }

  /**
   * The words before a command whose processes are to be cut off by their group.
   *
   * @param group a number that no other process has as its group
   */
  public List<String> inGroup(long group) {
    return works ? List.of("setpriv", "--regid=" + group, "--clear-groups") : List.of();
  }

  /** Drops all packets from processes of a group, until it is unblocked under this name. */
  public synchronized void blockGroup(String name, long group) {
    require(name, List.of("-m", "owner", "--gid-owner", Long.toString(group)));
  }

  /** Drops all packets from and to a server, until it is unblocked under this name. */
  public synchronized void blockPort(String name, int port) {
    require(name, List.of("-p", "tcp", "--sport", Integer.toString(port)));
    require(name, List.of("-p", "tcp", "--dport", Integer.toString(port)));
  }

  private void require(String name, List<String> what) {
    Shell.Result result = add(name, what);
    if (result.status() != 0) {
      unblock(name);
      throw new ServerFailedException("cannot isolate " + name + ": " + result.output().strip());
    }
  }

  private Shell.Result add(String name, List<String> what) {
    List<String> rule = new ArrayList<>(List.of("OUTPUT", "-o", "lo"));
    rule.addAll(what);
    String mark = MARK + ProcessHandle.current().pid();
    rule.addAll(List.of("-m", "comment", "--comment", mark, "-j", "DROP"));
    Shell.Result result = change("-I", rule);
    if (result.status() == 0) {
      rules.computeIfAbsent(name, none -> new ArrayList<>()).add(rule);
    }
    return result;
  }

  private static Shell.Result change(String action, List<String> rule) {
    List<String> words = new ArrayList<>(List.of(action));
    words.addAll(rule);
    return iptables(words.toArray(String[]::new));
  }

  private boolean isBlocked(String name) {
    return rules.containsKey(name);
  }

  /** Ends it; no matter if it was not blocked. */
  public synchronized void unblock(String name) {
    @Nullable List<List<String>> removed = rules.remove(name);
    if (removed != null) {
      removed.forEach(rule -> change("-D", rule));
    }
  }

  /** Unblocks all. */
  @Override
  public synchronized void close() {
    List.copyOf(rules.keySet()).forEach(this::unblock);
  }
}
