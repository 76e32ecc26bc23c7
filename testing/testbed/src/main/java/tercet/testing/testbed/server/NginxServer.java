package tercet.testing.testbed.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * An nginx in front of several servers of HTTP. A server that does not take a request is passed
 * over, and left alone for two seconds. A request that has been sent to a server is sent to another
 * one only if it counts once, however often it comes: no POST except a checkout, the cancellation
 * of a whole order, and one with an idempotency key. Not safe for threads, except for the port.
 */
public final class NginxServer implements AutoCloseable, LoneServer {
  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
  private static final String ACCOUNT = "www-data";
  private static final Duration START_MAX = Duration.ofSeconds(20);
  private static final int CONNECT_MILLIS = 1_000;

  /**
   * Without the word {@code non_idempotent} a POST that was sent is not sent again. A checkout, the
   * cancellation of a whole order and a request with a key count once, however often they come.
   */
  private static final String REPEATABLE =
      """
      proxy_next_upstream error timeout;
      error_page 418 = @repeatable;
      location / {
        if ($http_idempotency_key) {
          return 418;
        }
        proxy_pass http://servers;
      }
      location ~ ^/orders/(checkout|cancel)/ {
        proxy_next_upstream error timeout non_idempotent;
        proxy_pass http://servers;
      }
      location @repeatable {
        proxy_next_upstream error timeout non_idempotent;
        proxy_pass http://servers;
      }
      """
          .indent(8)
          .strip();

  private final Path folder;
  private final SystemAccount account;
  private final int port;
  private final Duration answerMax;
  private final AtExit atExit;
  private ServerProcess process;

  private NginxServer(Path folder, SystemAccount account, int port, Duration answerMax) {
    this.folder = folder;
    this.account = account;
    this.port = port;
    this.answerMax = answerMax;
    this.process = launch();
    this.atExit = new AtExit("kill-nginx", this::killAndDelete);
  }

  /**
   * Starts one, and waits until it listens. Installs nginx first if it is missing and this process
   * may.
   *
   * @param folder of its own, which is deleted at the end
   * @param servers ports of loopback
   * @param answerMax how long a server may take to answer
   * @param progress hears of long steps
   * @throws ServerFailedException with what nginx said, or what to install
   */
  public static NginxServer start(
      Path folder, List<Integer> servers, Duration answerMax, Consumer<String> progress) {
    if (!Files.isExecutable(PROGRAM)) {
      progress.accept("nginx is missing; installing it");
      DebianPackages.install(progress, "nginx");
    }
    SystemAccount account = SystemAccount.orRoot(ACCOUNT);
    account.own(Folders.create(folder));
    int port = Ports.free();
    Folders.write(folder.resolve("nginx.conf"), settings(folder, port, servers, answerMax));
    NginxServer server = new NginxServer(folder, account, port, answerMax);
    server.process.await("nginx listens", START_MAX, server::answers);
    return server;
  }

  /** Stands in front of other servers from now on; requests that are under way end as they are. */
  public void change(List<Integer> servers) {
    Folders.write(folder.resolve("nginx.conf"), settings(folder, port, servers, answerMax));
    process.signal("HUP");
  }

  private static String settings(Path folder, int port, List<Integer> servers, Duration answerMax) {
    String upstream =
        servers.stream()
            .map(one -> "    server 127.0.0.1:%d max_fails=1 fail_timeout=2s;%n".formatted(one))
            .collect(Collectors.joining());
    return """
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile 16384;
    pid %1$s/nginx.pid;
    error_log stderr warn;
    events {
      worker_connections 8192;
    }
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      upstream servers {
        # One that is halted collects connections, and so gets hardly any more.
        least_conn;
    %2$s
        keepalive 256;
        keepalive_requests 1000000;
      }
      server {
        listen 127.0.0.1:%3$d backlog=4096;
        keepalive_requests 1000000;
        client_max_body_size 0;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $http_host;
        proxy_connect_timeout %4$dms;
        proxy_read_timeout %5$dms;
    %6$s
        # A fill is many commits, and has no deadline.
        location ~ ^/(orders|stock|payment)/batch_init/ {
          proxy_pass http://servers;
          proxy_read_timeout 10m;
        }
      }
    }
    """
        .formatted(folder, upstream, port, CONNECT_MILLIS, answerMax.toMillis(), REPEATABLE);
  }

  private ServerProcess launch() {
    List<String> command =
        List.of(
            PROGRAM.toString(),
            "-e",
            "stderr",
            "-p",
            folder.toString(),
            "-c",
            folder.resolve("nginx.conf").toString());
    return ServerProcess.start(folder, folder.resolve("log"), account.command(command));
  }

  /** Whether it accepts connections now. */
  @Override
  public boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it listens on loopback. */
  @Override
  public int port() {
    return port;
  }

  /** Its process, with its children and its output. */
  @Override
  public ServerProcess process() {
    return process;
  }

  /** Starts it again on its port after its process was killed, without waiting. */
  @Override
  public void launchAgain() {
    if (process.isAlive()) {
      throw new IllegalStateException("the server runs");
    }
    process = launch();
  }

  /** Ends it and deletes its folder. */
  @Override
  public void close() {
    atExit.cancel();
    killAndDelete();
  }

  private void killAndDelete() {
    process.kill();
    Folders.delete(folder);
  }
}
