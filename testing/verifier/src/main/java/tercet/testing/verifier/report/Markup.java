package tercet.testing.verifier.report;

/** Writes text so that a browser takes it for nothing else. */
final class Markup {
  private Markup() {}

  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
