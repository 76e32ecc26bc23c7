package tercet.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tercet.runtime.properties.PropertyLines;

/**
 * The tokens of a file, as hashes. A line is {@code NAME = SCOPES HASH}, for example {@code till =
 * shopper, merchant 9f86…}: the hash is the SHA-256 of the token in hexadecimal digits. A plain
 * hash suffices, because tokens are drawn at random and have at least {@value #LENGTH_MIN}
 * characters; a slow one is for passwords, and each request would pay for it. Immutable.
 */
public final class Tokens {
  /** A token is for a program, not for a person. Each request looks at all of them. */
  private static final int COUNT_MAX = 100;

  private static final int LENGTH_MIN = 32;
  private static final int LENGTH_MAX = 256;
  private static final String FORM =
      "a line is NAME = SCOPES HASH, and the hash has 64 digits 0-9 and a-f: printf %s \"$TOKEN\" |"
          + " sha256sum";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final List<Entry> entries;

  private Tokens(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  private static final class Entry {
    final Set<Scope> scopes;
    final byte[] hash;

    Entry(Set<Scope> scopes, byte[] hash) {
      this.scopes = scopes;
      this.hash = hash;
    }
  }

  /**
   * Reads a file's text.
   *
   * @throws IllegalArgumentException with a sentence, if a line is wrong or there is none; the
   *     sentence holds no part of a hash
   */
  public static Tokens parse(String text) {
    // The message of PropertyLines would quote the line, and a token may have been pasted there.
    if (text.lines()
        .anyMatch(line -> !line.isBlank() && line.indexOf('=') < 0 && !isComment(line))) {
      throw new IllegalArgumentException(FORM);
    }
    List<Entry> entries = new ArrayList<>();
    PropertyLines.read(text, (line, name, value) -> entries.add(entry(value)));
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("it has no token, so every request would be refused");
    }
    if (entries.size() > COUNT_MAX) {
      throw new IllegalArgumentException("it has more than " + COUNT_MAX + " tokens");
    }
    return new Tokens(entries);
  }

  private static boolean isComment(String line) {
    return line.strip().startsWith("#");
  }

  private static Entry entry(String value) {
    int space = value.lastIndexOf(' ');
    String hash = value.substring(space + 1);
    if (space < 0 || !HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(FORM);
    }
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : value.substring(0, space).split(",", -1)) {
      Scope scope = Scope.named(word.strip());
      if (scope == null) {
        throw new IllegalArgumentException(
            "the scopes of a token are shopper, merchant and operator, with commas between them");
      }
      scopes.add(scope);
    }
    return new Entry(Set.copyOf(scopes), HexFormat.of().parseHex(hash));
  }

  /**
   * The scopes of a token; none if it is unknown. The time that it takes does not depend on where a
   * hash differs, nor on which token it is.
   */
  public Set<Scope> scopesOf(String token) {
    if (token.length() < LENGTH_MIN || token.length() > LENGTH_MAX) {
      return Set.of();
    }
    byte[] hash = sha256(token);
    Set<Scope> found = Set.of();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash, hash)) {
        found = entry.scopes;
      }
    }
    return found;
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
