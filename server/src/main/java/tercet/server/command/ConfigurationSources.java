package tercet.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tercet.runtime.properties.PropertyLines;

/**
 * Where the value of an option comes from when the command line does not give it: the environment
 * ({@code --admin-port} is {@code TERCET_ADMIN_PORT}), then the configuration file ({@code
 * admin-port = 8001}), then the option's default.
 *
 * <p>The file is named by {@code TERCET_CONFIG}; without it {@code tercet.properties} is read if
 * the working folder has one.
 */
public final class ConfigurationSources implements IDefaultValueProvider {
  private static final String FILE = "tercet.properties";
  private static final String PREFIX = "TERCET_";

  /** Those of the start script, of the compose files, of clients, and those without an option. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "TERCET_CONFIG",
          "TERCET_JAVA_OPTS",
          "TERCET_JAVA_URL",
          "TERCET_FETCH_JAVA",
          "TERCET_IMAGE",
          "TERCET_TOKEN",
          TransportOptions.SECRET_VARIABLE);

  private final Map<String, String> environment;
  private @Nullable Map<String, String> file;

  ConfigurationSources(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Refuses variables of no effect: a misspelt one would leave a shop with a default.
   *
   * @throws IllegalArgumentException with the name that was probably meant
   */
  static void checkVariables(Map<String, String> environment, CommandSpec command) {
    Set<String> known = new TreeSet<>(OTHER_VARIABLES);
    for (OptionSpec option : command.options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        known.add(variable(name(option)));
      }
    }
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !known.contains(name)) {
        throw new IllegalArgumentException(
            "there is no variable %s: did you mean %s? Correct it, or remove it: unset %1$s"
                .formatted(name, NearestName.of(name, known)));
      }
    }
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }

  private static String variable(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String name = name(option);
    String value = environment.get(variable(name));
    return value != null ? value : file(argument).get(name);
  }

  private Map<String, String> file(ArgSpec argument) {
    Map<String, String> read = file;
    if (read == null) {
      String named = environment.get("TERCET_CONFIG");
      Path path = Path.of(named == null ? FILE : named);
      read =
          named != null || Files.exists(path)
              ? load(path, argument.command().commandLine())
              : Map.of();
      file = read;
    }
    return read;
  }

  private static Map<String, String> load(Path path, CommandLine commandLine) {
    Map<String, String> options = new HashMap<>();
    try {
      PropertyLines.read(
          Files.readString(path),
          (line, name, value) -> {
            if (commandLine.getCommandSpec().findOption("--" + name) == null) {
              throw new IllegalArgumentException("there is no option '" + name + "'");
            }
            options.put(name, value);
          });
      return options;
    } catch (IOException e) {
      throw new CommandLine.ParameterException(
          commandLine, "the configuration file " + path + " cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          commandLine, "the configuration file " + path + ", " + e.getMessage(), e);
    }
  }
}
