package tercet.driver.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.SslOptions;

/** Reads a file of certificates in the form that the driver wants. */
final class TrustedCertificates {
  private static final String FORM = "PKCS12";

  /** Of a store in memory that has nothing secret. */
  private static final String PASSWORD = "certificates";

  private TrustedCertificates() {}

  /**
   * Reads certificates.
   *
   * @param file in PEM, one or several
   * @throws IllegalArgumentException with a sentence if it has none
   */
  static SslOptions read(Path file) {
    try (InputStream text = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(text);
      if (certificates.isEmpty()) {
        throw none(file, "it is empty", null);
      }
      KeyStore trusted = KeyStore.getInstance(FORM);
      trusted.load(null, null);
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      trusted.store(bytes, PASSWORD.toCharArray());
      return SslOptions.builder()
          .trustStoreType(FORM)
          .truststore(() -> new ByteArrayInputStream(bytes.toByteArray()), PASSWORD.toCharArray())
          .build();
    } catch (IOException | GeneralSecurityException e) {
      throw none(file, e.toString(), e);
    }
  }

  private static IllegalArgumentException none(Path file, String why, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "the file %s has no certificates in PEM: %s".formatted(file, why), cause);
  }
}
