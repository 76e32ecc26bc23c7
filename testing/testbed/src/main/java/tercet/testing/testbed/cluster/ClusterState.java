package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

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

  void write(Path folder) throws IOException {
    Properties text = new Properties();
    text.setProperty("keeper", supervisor.toString());
    text.setProperty("address", address);
    text.setProperty("members", joined(members.stream().map(MemberState::name).toList()));
    for (MemberState member : members) {
      String prefix = member.name() + ".";
      text.setProperty(prefix + "roles", member.roles());
      text.setProperty(prefix + "process", member.process().toString());
      text.setProperty(prefix + "address", member.address());
    }
    text.setProperty("processes", joined(processes.stream().map(ProcessId::toString).toList()));
    StringWriter written = new StringWriter();
    text.store(written, null);
    Path next = Files.writeString(folder.resolve(FILE + ".next"), written.toString());
    Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String joined(List<String> words) {
    return words.stream().collect(Collectors.joining(" "));
  }

  static ClusterState read(Path folder) throws IOException {
    Properties text = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve(FILE), StandardCharsets.UTF_8)) {
      text.load(reader);
    }
    List<MemberState> members = new ArrayList<>();
    for (String name : words(text, "members")) {
      String prefix = name + ".";
      members.add(
          new MemberState(
              name,
              text.getProperty(prefix + "roles", ""),
              ProcessId.parse(text.getProperty(prefix + "process", "0:0")),
              text.getProperty(prefix + "address", "")));
    }
    return new ClusterState(
        ProcessId.parse(text.getProperty("keeper", "0:0")),
        text.getProperty("address", ""),
        members,
        words(text, "processes").stream().map(ProcessId::parse).toList());
  }

  private static List<String> words(Properties text, String name) {
    return Arrays.stream(text.getProperty(name, "").split(" ", -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
