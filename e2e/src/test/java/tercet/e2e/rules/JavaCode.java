package tercet.e2e.rules;

/**
 * The text of a Java file with every comment, string and character literal replaced by blanks, so
 * that a search finds code only. Lines and columns stay where they are.
 */
final class JavaCode {
  private final String text;
  private final StringBuilder code;
  private int at;

  private JavaCode(String text) {
    this.text = text;
    this.code = new StringBuilder(text.length());
  }

  static String of(String text) {
    return new JavaCode(text).blanked();
  }

  /** The innermost block that has this place, without the blocks in it. */
  static String blockAround(String code, int place) {
    int start = place;
    for (int depth = 0; start > 0 && depth >= 0; ) {
      char sign = code.charAt(--start);
      depth += sign == '}' ? 1 : sign == '{' ? -1 : 0;
    }
    StringBuilder block = new StringBuilder();
    int depth = 0;
    for (int at = start + 1; at < code.length() && depth >= 0; at++) {
      char sign = code.charAt(at);
      depth += sign == '{' ? 1 : sign == '}' ? -1 : 0;
      if (depth == 0) {
        block.append(sign);
      }
    }
    return block.toString();
  }

  private String blanked() {
    while (at < text.length()) {
      if (next("//")) {
        blankUntil("\n", false);
      } else if (next("/*")) {
        blankUntil("*/", false);
      } else if (next("\"\"\"")) {
        blankUntil("\"\"\"", true);
      } else if (next("\"")) {
        blankUntil("\"", true);
      } else if (next("'")) {
        blankUntil("'", true);
      } else {
        code.append(text.charAt(at++));
      }
    }
    return code.toString();
  }

  private boolean next(String start) {
    return text.startsWith(start, at);
  }

  /** Blanks the opening sign, which has the length of {@code end} or is a comment's two. */
  private void blankUntil(String end, boolean escapes) {
    blank(escapes ? end.length() : 2);
    while (at < text.length() && !next(end)) {
      blank(escapes && next("\\") ? 2 : 1);
    }
    blank(end.length());
  }

  private void blank(int count) {
    for (int i = 0; i < count && at < text.length(); i++) {
      char sign = text.charAt(at++);
      code.append(sign == '\n' ? '\n' : ' ');
    }
  }
}
