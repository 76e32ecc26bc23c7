package tercet.transport.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tells Kafka's client who the node is, for each connection anew: so a password that changes in its
 * file needs no restart. Kafka makes instances by itself, so the class is public.
 */
public final class LoginCallbacks implements AuthenticateCallbackHandler {
  /** Setting of a client that holds the login. */
  static final String LOGIN = "tercet.login";

  private KafkaSettings.@Nullable Login login;

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    login = (KafkaSettings.Login) configs.get(LOGIN);
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    KafkaSettings.Login known = login;
    if (known == null) {
      throw new IOException("a bug: the client of Kafka has no login");
    }
    for (Callback callback : callbacks) {
      switch (callback) {
        case NameCallback name -> name.setName(known.user());
        case PasswordCallback secret -> secret.setPassword(password(known).toCharArray());
        default -> throw new UnsupportedCallbackException(callback);
      }
    }
  }

  private static String password(KafkaSettings.Login login) throws IOException {
    Path file = login.passwordFile();
    return file == null ? login.password() : Files.readString(file).strip();
  }

  @Override
  public void close() {
    // holds nothing open
  }
}
