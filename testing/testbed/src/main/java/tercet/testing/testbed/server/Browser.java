package tercet.testing.testbed.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chromium without a window, driven through ChromeDriver by the few commands of the W3C's WebDriver
 * protocol that tests need: open, run a script, take a picture. Not safe for threads.
 */
public final class Browser implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
  private static final Pattern SESSION = Pattern.compile("\"sessionId\":\"([^\"]+)\"");
  private static final String VALUE = "\"value\":\"";
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Ports.free();
  private final Path folder = Folders.temporary("browser");
  private final ServerProcess process;
  private final AtExit atExit;
  private final String session;

  private Browser() {
    process =
        ServerProcess.start(
            folder,
            folder.resolve("log"),
            List.of(DRIVER.toString(), "--port=" + port, "--allowed-ips=127.0.0.1"));
    atExit = new AtExit("kill-browser", this::killAndDelete);
    process.await("chromedriver listens", START_MAX, this::answers);
    String begun = post("/session", capabilities(folder.resolve("profile")));
    Matcher id = SESSION.matcher(begun);
    if (!id.find()) {
      throw new ServerFailedException("the browser does not start: " + begun);
    }
    session = "/session/" + id.group(1);
  }

  private static String capabilities(Path profile) {
    return """
    {"capabilities":{"alwaysMatch":{"browserName":"chrome","goog:chromeOptions":{
    "binary":"/usr/bin/chromium","args":["--headless=new","--no-sandbox","--disable-gpu",
    "--disable-dev-shm-usage","--disable-quic","--no-first-run","--hide-scrollbars",
    "--disable-background-networking","--disable-component-update","--disable-sync",
    "--user-data-dir=%s"]},"goog:loggingPrefs":{"browser":"ALL"}}}}
    """
        .formatted(profile);
  }

  /**
   * Starts one. Installs Chromium first if it is missing and this process may.
   *
   * @param progress hears of long steps
   * @throws ServerFailedException with the words of the driver, or with the packages to install
   */
  public static Browser start(Consumer<String> progress) {
    if (!Files.isExecutable(PROGRAM) || !Files.isExecutable(DRIVER)) {
      progress.accept("chromium is missing; installing it");
      DebianPackages.install(progress, "chromium", "chromium-driver");
    }
    return new Browser();
  }

  private boolean answers() {
    try {
      return send(request("/status").build()).contains("\"ready\":true");
    } catch (ServerFailedException notYet) {
      return false;
    }
  }

  /** Opens an address, and returns when the page and its scripts are loaded. */
  public void open(URI address) {
    post(session + "/url", "{\"url\":" + quoted(address.toString()) + "}");
  }

  /**
   * Runs a script in the page.
   *
   * @param script returns a text
   */
  public String run(String script) {
    String body = "{\"script\":" + quoted(script) + ",\"args\":[]}";
    String answer = post(session + "/execute/sync", body);
    return unescaped(value(answer));
  }

  /** The text of the page as a reader sees it. */
  public String text() {
    return run("return document.body.innerText");
  }

  /** Waits until the page shows a text. */
  public void awaitText(String text) {
    StringBuilder last = new StringBuilder();
    Await.until(
        () -> "\"" + text + "\" is not on the page:\n" + last,
        Duration.ofSeconds(20),
        () -> {
          last.setLength(0);
          last.append(text());
          return last.indexOf(text) >= 0;
        });
  }

  /** Presses the first button that begins with a text, in the open dialog if there is one. */
  public void press(String text) {
    String pressed =
        run(
            """
            const place = document.querySelector('dialog[open]') || document;
            const found = [...place.querySelectorAll('button')]
              .find((one) => one.innerText.startsWith(%s) && !one.disabled);
            if (!found) return 'missing';
            found.click();
            return 'pressed';
            """
                .formatted(quoted(text)));
    if (!pressed.equals("pressed")) {
      throw new AssertionError("no button \"" + text + "\" can be pressed on\n" + text());
    }
  }

  /** Types into a field of a form, in place of its content. */
  public void type(String field, String text) {
    run(
        """
        const field = document.querySelector('[name=%s]');
        field.value = %s;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        return '';
        """
            .formatted(field, quoted(text)));
  }

  /** Shows pages in this size, and in light or dark colours, from now on. */
  public void show(int width, int height, boolean dark) {
    command(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false}"
            .formatted(width, height));
    command(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}"
            .formatted(dark ? "dark" : "light"));
  }

  private void command(String name, String parameters) {
    post(session + "/goog/cdp/execute", "{\"cmd\":\"" + name + "\",\"params\":" + parameters + "}");
  }

  /** Errors and warnings of the page's console since the last call, as JSON. */
  public String complaints() {
    return post(session + "/se/log", "{\"type\":\"browser\"}");
  }

  /** A picture of the page, as PNG. */
  public byte[] picture() {
    String picture = value(send(request(session + "/screenshot").build()));
    return Base64.getDecoder().decode(picture);
  }

  /** The text that an answer has as its value, still escaped; empty if it has none. */
  private static String value(String answer) {
    int begin = answer.indexOf(VALUE);
    if (begin < 0) {
      return "";
    }
    begin += VALUE.length();
    int end = begin;
    while (answer.charAt(end) != '"') {
      end += answer.charAt(end) == '\\' ? 2 : 1;
    }
    return answer.substring(begin, end);
  }

  private String post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(ANSWER_MAX);
  }

  private String send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new ServerFailedException(request.uri() + " failed: " + answer.body());
      }
      return answer.body();
    } catch (IOException failed) {
      throw new ServerFailedException("the browser does not answer: " + failed, failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServerFailedException("interrupted while the browser was asked", stopped);
    }
  }

  /** A text as JSON and as JavaScript. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(unescapedOne(found.group(1))));
  }

  private static String unescapedOne(String escape) {
    return switch (escape.charAt(0)) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
      default -> escape;
    };
  }

  @Override
  public void close() {
    atExit.cancel();
    killAndDelete();
  }

  private void killAndDelete() {
    process.kill();
    http.close();
    Folders.delete(folder);
  }
}
