package tercet.runtime.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tercet.runtime.properties.PropertyLines;

/**
 * A {@link ClusterMap} as a file, the same one for every node:
 *
 * <pre>
 * # Lines that begin with # and empty ones say nothing.
 * shards = 64
 * stores = own
 * node.front.address = 10.0.0.1:7400
 * node.front.roles = gateway
 * node.shop-1.address = 10.0.0.2:7400
 * node.shop-1.roles = order, stock, payment
 * </pre>
 *
 * <p>{@code stores} is {@code own}, which is the default, or {@code shared}: see {@link Ownership}.
 *
 * <p>It is read by {@link PropertyLines}, like the rest of the configuration.
 */
public final class ClusterFile {
  private static final Pattern NODE_KEY = Pattern.compile("node\\.([^.]*)\\.(address|roles)");
  private static final int SHARDS_MAX = 4_096;

  private final Map<String, PartialNode> partial = new LinkedHashMap<>();
  private int shards;
  private @Nullable Ownership ownership;

  /**
   * The line where the current node begins, for messages; 0 if a message is about the whole file.
   */
  private int line;

  private ClusterFile() {}

  /** The values of a node that were read so far. */
  private static final class PartialNode {
    private final int line;
    private @Nullable NodeAddress address;
    private @Nullable Set<Role> roles;

    PartialNode(int line) {
      this.line = line;
    }
  }

  /**
   * Reads a file.
   *
   * @throws ClusterFileException with a sentence for its author
   */
  public static ClusterMap read(Path file) throws ClusterFileException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException missing) {
      throw new ClusterFileException("There is no cluster file " + file + ".", missing);
    } catch (IOException unreadable) {
      throw new ClusterFileException(
          "The cluster file %s cannot be read: %s.".formatted(file, unreadable), unreadable);
    }
    return parse(file.toString(), text);
  }

  /**
   * Reads the content of a file.
   *
   * @param name of the file, for messages
   */
  static ClusterMap parse(String name, String text) throws ClusterFileException {
    ClusterFile file = new ClusterFile();
    try {
      PropertyLines.read(text, file::entry);
    } catch (IllegalArgumentException wrong) {
      throw new ClusterFileException(name + ", " + wrong.getMessage() + ".", wrong);
    }
    try {
      return file.map();
    } catch (IllegalArgumentException wrong) {
      String where = file.line == 0 ? name : name + ", line " + file.line;
      throw new ClusterFileException(where + ": " + wrong.getMessage() + ".", wrong);
    }
  }

  private void entry(int at, String key, String value) {
    Matcher node = NODE_KEY.matcher(key);
    if (key.equals("shards")) {
      shards = parseShards(value);
    } else if (key.equals("stores")) {
      ownership = parseStores(value);
    } else if (node.matches()) {
      PartialNode read = partial.computeIfAbsent(node.group(1), none -> new PartialNode(at));
      if (node.group(2).equals("address")) {
        read.address = NodeAddress.parse(value);
      } else {
        read.roles = parseRoles(value);
      }
    } else {
      throw new IllegalArgumentException(
          "'%s' is unknown; there are shards, stores, node.NAME.address and node.NAME.roles"
              .formatted(key));
    }
  }

  private static int parseShards(String value) {
    if (!value.matches("[0-9]{1,4}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > SHARDS_MAX) {
      throw new IllegalArgumentException("shards is 1 to " + SHARDS_MAX + ", not '" + value + "'");
    }
    return Integer.parseInt(value);
  }

  private static Ownership parseStores(String value) {
    if (value.equals("own")) {
      return Ownership.ONE_NODE;
    }
    if (value.equals("shared")) {
      return Ownership.ANY_NODE;
    }
    throw new IllegalArgumentException(
        "stores is own, if each node has its store, or shared, not '" + value + "'");
  }

  private static Set<Role> parseRoles(String value) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : value.split(",", -1)) {
      roles.add(parseRole(word.strip()));
    }
    return roles;
  }

  private static Role parseRole(String word) {
    for (Role role : Role.values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no role; roles are %s"
            .formatted(word, Arrays.stream(Role.values()).map(Role::word).toList()));
  }

  private ClusterMap map() {
    List<ClusterNode> nodes = new ArrayList<>();
    for (Map.Entry<String, PartialNode> entry : partial.entrySet()) {
      PartialNode read = entry.getValue();
      line = read.line;
      nodes.add(
          new ClusterNode(
              entry.getKey(),
              given(read.roles, entry.getKey(), "roles"),
              given(read.address, entry.getKey(), "address")));
    }
    line = 0; // errors from here on are about the whole file
    if (shards == 0) {
      throw new IllegalArgumentException("the number of shards is missing; add shards = 64");
    }
    return new ClusterMap(nodes, shards, ownership == null ? Ownership.ONE_NODE : ownership);
  }

  private static <T> T given(@Nullable T value, String node, String what) {
    if (value == null) {
      throw new IllegalArgumentException("node.%s.%s is missing".formatted(node, what));
    }
    return value;
  }
}
