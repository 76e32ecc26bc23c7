package tercet.server.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where the value of an option comes from when the command line does not give it: the environment
 * ({@code --admin-port} is {@code TERCET_ADMIN_PORT}), then the configuration file ({@code
 * admin-port=8001}), then the option's default.
 *
 * <p>The file is named by {@code TERCET_CONFIG}; without it {@code tercet.properties} is read if
 * the working folder has one.
 */
public final class ConfigurationSources implements IDefaultValueProvider {
  private static final String FILE = "tercet.properties";

  private final Map<String, String> environment;
  private @Nullable Properties file;

  ConfigurationSources(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String name = option.longestName().substring(2);
    String variable = "TERCET_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    String value = environment.get(variable);
    return value != null ? value : file(argument).getProperty(name);
  }

  private Properties file(ArgSpec argument) {
    Properties read = file;
    if (read == null) {
      String named = environment.get("TERCET_CONFIG");
      read = new Properties();
      Path path = Path.of(named == null ? FILE : named);
      if (named != null || Files.exists(path)) {
        load(read, path, argument.command().commandLine());
      }
      file = read;
    }
    return read;
  }

  private static void load(Properties properties, Path path, CommandLine commandLine) {
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          commandLine, "the configuration file " + path + " cannot be read: " + e, e);
    }
    for (String name : properties.stringPropertyNames()) {
      if (commandLine.getCommandSpec().findOption("--" + name) == null) {
        throw new CommandLine.ParameterException(
            commandLine, "the configuration file " + path + " sets the unknown option " + name);
      }
    }
  }
}
