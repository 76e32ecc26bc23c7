package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The stored state of a cluster in the background. With it another process can look at the cluster
 * and end it, even if its supervisor was killed.
 *
 * @param supervisor the process that started all others, and ends them when it is asked to
 * @param address where clients reach it; empty while it starts
 * @param processes all processes at the supervisor's last look
 */
record ClusterState(
    ProcessId supervisor, String address, List<MemberState> members, List<ProcessId> processes) {
  private static final String FILE = "state";
  private static final String SUPERVISOR = "supervisor";
  private static final String ADDRESS = "address";
  private static final String MEMBER = "member";
  private static final String PROCESS = "process";

  ClusterState {
    members = List.copyOf(members);
    processes = List.copyOf(processes);
  }

  /**
   * A member as its supervisor sees it.
   *
   * @param address of its health, or its own
   */
  record MemberState(String name, String roles, ProcessId process, String address) {}

  /** Writes a line for each value: its kind, then its parts, with tabs between them. */
  void write(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(line(SUPERVISOR, supervisor.toString()));
    lines.add(line(ADDRESS, address));
    members.forEach(member ->
        lines.add(
            line(
                MEMBER,
                member.name(),
                member.roles(),
                member.process().toString(),
                member.address())));
    processes.forEach(process -> lines.add(line(PROCESS, process.toString())));
    Path next = Files.write(folder.resolve(FILE + ".next"), lines);
    Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String line(String... parts) {
    return String.join("\t", parts);
  }

  /**
   * Reads the state of a cluster.
   *
   * @throws IOException if there is no such file, or it is not one that {@link #write} made
   */
  static ClusterState read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    ProcessId supervisor = null;
    String address = "";
    List<MemberState> members = new ArrayList<>();
    List<ProcessId> processes = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split("\t", -1);
      switch (parts[0] + " " + (parts.length - 1)) {
        case SUPERVISOR + " 1" -> supervisor = ProcessId.parse(parts[1]);
        case ADDRESS + " 1" -> address = parts[1];
        case MEMBER + " 4" ->
            members.add(new MemberState(parts[1], parts[2], ProcessId.parse(parts[3]), parts[4]));
        case PROCESS + " 1" -> processes.add(ProcessId.parse(parts[1]));
        default -> throw new IOException(file + " has a line that is not of a cluster: " + line);
      }
    }
    if (supervisor == null) {
      throw new IOException(file + " does not name the supervisor");
    }
    return new ClusterState(supervisor, address, members, processes);
  }
}
