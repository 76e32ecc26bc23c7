package tercet.testing.testbed.cluster;

import java.util.ArrayList;
import java.util.List;

/** The members of a cluster. One thread changes it, and others may look at it meanwhile. */
final class MemberTable {
  private volatile List<LocalMember> members = List.of();

  void add(LocalMember member) {
    List<LocalMember> more = new ArrayList<>(members);
    more.add(member);
    members = List.copyOf(more);
  }

  void remove(String name) {
    members = members.stream().filter(member -> !member.name().equals(name)).toList();
  }

  /** In the order in which they were added. */
  List<LocalMember> all() {
    return members;
  }

  /**
   * The one of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  LocalMember find(String name) {
    return members.stream()
        .filter(member -> member.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such member: " + name));
  }

  /** The end of the output of each. */
  String lastWords() {
    StringBuilder text = new StringBuilder();
    members.forEach(member -> text.append(member.name() + ":\n" + member.lastWords() + "\n"));
    return text.toString();
  }
}
