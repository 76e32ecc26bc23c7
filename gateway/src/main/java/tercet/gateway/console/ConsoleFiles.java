package tercet.gateway.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tercet.gateway.contract.HttpReply;

/**
 * The files of the console. They hold no data of the shop, so they need no token; the page asks for
 * one and sends it with each question.
 */
public final class ConsoleFiles {
  /** Forbids the page to load or to send anything elsewhere, and all scripts and styles in it. */
  public static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String PAGE = "index.html";

  private static final List<String> NAMES =
      List.of(
          "app.js",
          "api.js",
          "format.js",
          "parts.js",
          "overview.js",
          "transactions.js",
          "transaction.js",
          "timeline.js",
          "protocols.js",
          "records.js",
          "style.css",
          "icon.svg",
          "lib/htm-preact.js",
          "lib/uplot.js",
          "lib/uplot.css",
          "lib/htm-LICENSE.txt",
          "lib/preact-LICENSE.txt",
          "lib/uplot-LICENSE.txt");

  private final Map<String, HttpReply> replies = new HashMap<>();

  /** Reads them all. */
  public ConsoleFiles() {
    replies.put("/", file(PAGE));
    for (String name : NAMES) {
      replies.put("/console/" + name, file(name));
    }
  }

  private static HttpReply file(String name) {
    try (InputStream in = ConsoleFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + name);
      }
      return HttpReply.of(200, type(name), in.readAllBytes());
    } catch (IOException damaged) {
      throw new UncheckedIOException("the program's file " + name + " is damaged", damaged);
    }
  }

  private static HttpReply.Type type(String name) {
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".html" -> HttpReply.Type.PAGE;
      case ".js" -> HttpReply.Type.SCRIPT;
      case ".css" -> HttpReply.Type.STYLE;
      case ".svg" -> HttpReply.Type.IMAGE;
      default -> HttpReply.Type.TEXT;
    };
  }

  /** The file at a path; null if there is none. */
  public @Nullable HttpReply at(String path) {
    return replies.get(path);
  }
}
