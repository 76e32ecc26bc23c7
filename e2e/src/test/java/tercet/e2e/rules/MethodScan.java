package tercet.e2e.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the methods, constructors and initializers of a Java file by matching braces in its {@link
 * JavaCode}. Code that is nested in a method (a lambda, an anonymous class) counts as part of it.
 */
final class MethodScan {
  /**
   * @param header the text before the opening brace, on one line
   * @param lines how many lines it takes, from the first of its header to its closing brace
   */
  record Method(String header, int firstLine, int lines) {}

  private enum Kind {
    TYPE,
    METHOD,
    OTHER
  }

  private record Block(Kind kind, String header, int firstLine, int parenthesesOutside) {}

  private static final Pattern TYPE_HEADER =
      Pattern.compile("(^|.*\\W)(class|interface|enum|record)\\s+\\w.*");
  private static final Pattern ENUM_HEADER = Pattern.compile("(^|.*\\W)enum\\s.*");
  private static final Pattern ENUM_CONSTANT = Pattern.compile("(.*,)?\\s*[A-Z][A-Z0-9_]*\\s*");
  private static final Pattern ANONYMOUS_CLASS = Pattern.compile(".*\\bnew\\s[^;]*\\)\\s*");

  private final String code;
  private final List<Method> methods = new ArrayList<>();
  private final Deque<Block> open = new ArrayDeque<>();
  private final StringBuilder header = new StringBuilder();
  private int headerLine = 1;
  private int line = 1;
  private int parentheses;

  private MethodScan(String code) {
    this.code = code;
  }

  static List<Method> methodsIn(String javaText) {
    MethodScan scan = new MethodScan(JavaCode.of(javaText));
    scan.run();
    return scan.methods;
  }

  private void run() {
    for (int i = 0; i < code.length(); i++) {
      char sign = code.charAt(i);
      switch (sign) {
        case '{' -> enter();
        case '}' -> leave();
        case '(' -> parentheses++;
        case ')' -> parentheses--;
        default -> {}
      }
      boolean endsHeader = sign == '{' || sign == '}' || sign == ';';
      if (endsHeader && parentheses == 0) {
        header.setLength(0);
      } else if (!endsHeader) {
        extendHeader(sign);
      }
      if (sign == '\n') {
        line++;
      }
    }
  }

  private void extendHeader(char sign) {
    if (!Character.isWhitespace(sign)) {
      if (header.isEmpty()) {
        headerLine = line;
      }
      header.append(sign);
    } else if (!header.isEmpty()) {
      header.append(' ');
    }
  }

  private void enter() {
    String text = header.toString().replaceAll("\\s+", " ").strip();
    open.push(new Block(kindOf(text), text, header.isEmpty() ? line : headerLine, parentheses));
  }

  private void leave() {
    Block block = open.pop();
    parentheses = block.parenthesesOutside;
    if (block.kind == Kind.METHOD) {
      methods.add(new Method(block.header, block.firstLine, line - block.firstLine + 1));
    }
  }

  private Kind kindOf(String text) {
    boolean insideType = open.isEmpty() || open.peek().kind == Kind.TYPE;
    if (!insideType || parentheses > 0) {
      return Kind.OTHER;
    }
    String bare = withoutParentheses(text);
    if (TYPE_HEADER.matcher(bare).matches() || isConstantWithBody(bare)) {
      return Kind.TYPE;
    }
    if (bare.contains("=") && !bare.endsWith("->")) {
      return ANONYMOUS_CLASS.matcher(text).matches() ? Kind.TYPE : Kind.OTHER;
    }
    return Kind.METHOD;
  }

  private boolean isConstantWithBody(String text) {
    return !open.isEmpty()
        && ENUM_HEADER.matcher(open.peek().header).matches()
        && ENUM_CONSTANT.matcher(text).matches();
  }

  /** Drops what stands between parentheses, such as the values of an annotation. */
  private static String withoutParentheses(String text) {
    StringBuilder outside = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      depth += sign == '(' ? 1 : 0;
      if (depth == 0) {
        outside.append(sign);
      }
      depth -= sign == ')' ? 1 : 0;
    }
    return outside.toString();
  }
}
