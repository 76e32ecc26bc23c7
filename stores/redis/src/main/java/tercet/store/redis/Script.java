package tercet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A script that servers run as one step. */
enum Script {
  COMMIT("", "commit.lua"),
  /** {@link #COMMIT} of states alone. A full memory must not stop it: a start may need it. */
  STATES("#!lua flags=allow-oom\n", "commit.lua"),
  EXPIRE("", "expire.lua");

  /** The arguments of {@link #COMMIT} that say how many follow of each kind. */
  static final int COUNTS = 7;

  private final byte[] text;
  private final byte[] hash;

  /**
   * @param head goes before the text; says what Redis is to allow it
   */
  Script(String head, String file) {
    this.text = (head + read(file)).getBytes(UTF_8);
    this.hash = HexFormat.of().formatHex(sha1(text)).getBytes(UTF_8);
  }

  private static String read(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hash that Redis names scripts by. */
  private static byte[] sha1(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /** The keys and arguments of one run. */
  static final class Run {
    private final Script script;
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();

    Run(Script script) {
      this.script = script;
    }

    Run key(byte[] key) {
      keys.add(key);
      return this;
    }

    Run argument(byte[] argument) {
      arguments.add(argument);
      return this;
    }

    Run argument(long argument) {
      return argument(Long.toString(argument).getBytes(UTF_8));
    }

    /** How many keys and arguments it has. */
    int words() {
      return keys.size() + arguments.size();
    }

    private CommandArguments command(boolean byHash) {
      CommandArguments command =
          new CommandArguments(byHash ? Protocol.Command.EVALSHA : Protocol.Command.EVAL);
      command.add(byHash ? script.hash : script.text).add(keys.size());
      keys.forEach(command::add);
      arguments.forEach(command::add);
      return command;
    }

    /**
     * Runs it, and sends more behind it.
     *
     * @return the results of the script and of the others, replies or exceptions
     */
    List<Object> send(Link link, List<CommandArguments> behind) {
      List<Object> replies = send(link, behind, true);
      return replies.getFirst() instanceof JedisNoScriptException
          ? send(link, behind, false) // this server has not seen it yet, and learns it
          : replies;
    }

    private List<Object> send(Link link, List<CommandArguments> behind, boolean byHash) {
      List<CommandArguments> commands = new ArrayList<>();
      commands.add(command(byHash));
      commands.addAll(behind);
      return link.send(commands);
    }
  }
}
