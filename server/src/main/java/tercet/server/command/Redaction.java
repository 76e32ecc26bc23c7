package tercet.server.command;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Removes secrets from log lines and error messages. It replaces the secrets that this process was
 * given, anywhere in the text. It also replaces text that looks like a secret: the password of an
 * address, and the value of a parameter, variable or option that is called password, secret or
 * token.
 */
final class Redaction {
  private static final String HIDDEN = "(hidden)";

  /** Shorter ones are words of other texts, too. */
  private static final int LENGTH_MIN = 4;

  private static final Pattern NAME =
      Pattern.compile("pass(word|wd|phrase)|secret|token(?!s)", Pattern.CASE_INSENSITIVE);

  /** A file with a secret is none. */
  private static final Pattern FILE = Pattern.compile("[-_]file$", Pattern.CASE_INSENSITIVE);

  /** {@code //user:password@host}. */
  private static final Pattern ADDRESS = Pattern.compile("(//[^/\\s:@?]*:)[^\\s@]+(?=@)");

  /** {@code name=value}, or {@code --name value}. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "((?:[\\w.-]*(?:%1$s)[\\w.-]*=|--[\\w-]*(?:%1$s)(?!-file)[\\w-]*\\s+))[^&\\s,;'\"]+"
              .formatted("(?:password|passwd|passphrase|secret|token(?!s))"),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern BEARER = Pattern.compile("(Bearer )\\S+");

  private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

  static {
    System.getenv().forEach(Redaction::learn);
  }

  private Redaction() {}

  /** Keeps the value of an option or variable secret, if its name says that it is one. */
  static void learn(String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    if (NAME.matcher(name).find() && !FILE.matcher(name).find()) {
      keep(value);
    }
    for (Pattern pattern : new Pattern[] {ADDRESS, PARAMETER}) {
      Matcher found = pattern.matcher(value);
      while (found.find()) {
        String secret = found.group().substring(found.group(1).length());
        keep(secret);
        keep(decoded(secret));
      }
    }
  }

  /** The same for all options of a command. */
  static void learn(Iterable<OptionSpec> options) {
    for (OptionSpec option : options) {
      Object value = option.getValue();
      learn(option.longestName(), value instanceof String text ? text : null);
    }
  }

  private static void keep(String secret) {
    if (secret.length() >= LENGTH_MIN) {
      KNOWN.add(secret);
    }
  }

  private static String decoded(String secret) {
    try {
      return URLDecoder.decode(secret, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return secret;
    }
  }

  /** The text without secrets. */
  static String of(@Nullable String text) {
    String clean = String.valueOf(text);
    for (String secret : KNOWN) {
      clean = clean.replace(secret, HIDDEN);
    }
    for (Pattern pattern : new Pattern[] {ADDRESS, PARAMETER, BEARER}) {
      clean = pattern.matcher(clean).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
    }
    return clean;
  }

  /** Whether a command line holds a secret: other users can see command lines. */
  static boolean isIn(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean named = argument.startsWith("--") && !argument.contains("=");
      boolean secret = named && NAME.matcher(argument).find() && !FILE.matcher(argument).find();
      if (isIn(argument) || (secret && i + 1 < arguments.size())) {
        return true;
      }
    }
    return false;
  }

  /** Whether an argument of a command line holds a secret by itself. */
  static boolean isIn(String argument) {
    boolean file = argument.contains("-file=");
    return ADDRESS.matcher(argument).find() || (!file && PARAMETER.matcher(argument).find());
  }
}
