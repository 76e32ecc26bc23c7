package tercet.runtime.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificate and key that prove who a process is, and the authorities that must have signed
 * the certificates of its peers. They can be changed: connections that are opened later use the new
 * ones, and the sessions of the old ones are not resumed. Safe for any thread.
 */
public final class TlsIdentity {
  private static final char[] NO_PASSWORD = {};

  /** Of kinds of keys whose name is not that of a signature. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  private volatile Made made;
  private final boolean mutual;

  /** Of the files as they are now. */
  private record Made(SSLContext context, Instant expiresAt) {}

  /**
   * Takes the content of the files.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong, without secrets
   */
  public TlsIdentity(PemTexts texts) {
    this.made = made(texts);
    this.mutual = texts.authorities() != null;
  }

  /**
   * The content of PEM files.
   *
   * @param certificate of this process, followed by those that lead to its authority
   * @param key of the first certificate: PKCS #8, without a password
   * @param authorities that must have signed the certificates of peers; null if peers need none
   */
  public record PemTexts(String certificate, String key, @Nullable String authorities) {
    @Override
    public String toString() {
      return "(key)";
    }
  }

  /**
   * Goes by other files from the next connection on.
   *
   * @throws IllegalArgumentException with a sentence; nothing has changed
   */
  public void change(PemTexts texts) {
    made = made(texts);
  }

  /** Whether peers need a certificate. */
  public boolean isMutual() {
    return mutual;
  }

  /** For the next connection. The same object until a change. */
  public SSLContext context() {
    return made.context();
  }

  /** When the first of the certificates that peers are shown expires. */
  public Instant expiresAt() {
    return made.expiresAt();
  }

  /**
   * Trusts servers whose certificate is signed by one of these, and proves nothing itself.
   *
   * @param authorities certificates as PEM
   * @throws IllegalArgumentException with a sentence if they cannot be read
   */
  public static SSLContext trusting(String authorities) {
    try {
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(null, trust(authorities), null);
      return made;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Made made(PemTexts texts) {
    List<X509Certificate> chain =
        named("the certificate", () -> Pem.certificates(texts.certificate()));
    X509Certificate own = chain.getFirst();
    checkTime(own);
    PrivateKey key = named("the key", () -> Pem.key(texts.key(), own.getPublicKey()));
    checkFit(own, key);
    String authorities = texts.authorities();
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(keys.getKeyManagers(), authorities == null ? null : trust(authorities), null);
      Date end =
          chain.stream().map(X509Certificate::getNotAfter).min(Date::compareTo).orElseThrow();
      return new Made(made, end.toInstant());
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static TrustManager[] trust(String authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int number = 0;
    for (X509Certificate one : named("the authorities", () -> Pem.certificates(authorities))) {
      store.setCertificateEntry("authority-" + number++, one);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static void checkTime(X509Certificate certificate) {
    Instant now = Instant.now();
    Instant end = certificate.getNotAfter().toInstant();
    Instant begin = certificate.getNotBefore().toInstant();
    String name = certificate.getSubjectX500Principal().getName();
    if (end.isBefore(now)) {
      throw new IllegalArgumentException(
          "The certificate of %s has expired at %s. Get another one from its authority."
              .formatted(name, end));
    }
    if (begin.isAfter(now)) {
      throw new IllegalArgumentException(
          "The certificate of %s is valid from %s on, and the clock of this machine says %s."
              .formatted(name, begin, now));
    }
  }

  /** Signs with the one and verifies with the other. */
  private static void checkFit(X509Certificate certificate, PrivateKey key) {
    PublicKey shown = certificate.getPublicKey();
    String kind = shown.getAlgorithm();
    String algorithm = SIGNATURES.getOrDefault(kind, kind);
    try {
      byte[] text = "fits".getBytes(StandardCharsets.US_ASCII);
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(shown);
      signature.update(text);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException different) {
      // such as a signature of another length
    }
    throw new IllegalArgumentException(
        "The key does not belong to the certificate of %s. If both files are being replaced, they"
                .formatted(certificate.getSubjectX500Principal().getName())
            + " count when both are there. The first certificate of the file must be the own one.");
  }

  /** Says which file is wrong. */
  private static <T> T named(String file, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "In the file with %s: %s.".formatted(file, wrong.getMessage()), wrong);
    }
  }
}
