package tercet.runtime.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in the text form of RFC 7468. No message holds a part of a key. */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

  private Pem() {}

  /**
   * All certificates of a text, in its order.
   *
   * @throws IllegalArgumentException with a sentence if there is none, or one cannot be read
   */
  static List<X509Certificate> certificates(String text) {
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw new IllegalArgumentException(
          "there is no certificate in it. It must hold one in PEM form, which begins with"
              + " -----BEGIN CERTIFICATE-----");
    }
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(
              new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException unreadable) {
      throw new IllegalArgumentException(
          "a certificate in it is damaged (%s)".formatted(unreadable.getMessage()), unreadable);
    }
  }

  /**
   * The key of a text.
   *
   * @param fits the key of its certificate
   * @throws IllegalArgumentException with a sentence if there is none of that kind
   */
  static PrivateKey key(String text, PublicKey fits) {
    Matcher found = KEY.matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException(
          "there is no private key in it. It must hold one in PEM form, which begins with"
              + " -----BEGIN PRIVATE KEY-----");
    }
    String form = found.group(1);
    if (form.equals("ENCRYPTED ")) {
      throw new IllegalArgumentException(
          "the private key has a password, which nothing could enter at a start. Write it"
              + " without one into a file that only this user can read: (umask 077; openssl"
              + " pkey -in KEY -out PLAIN_KEY)");
    }
    if (!form.isEmpty()) {
      throw new IllegalArgumentException(
          "the private key has an old form (BEGIN %sPRIVATE KEY). Rewrite it: (umask 077;"
                  .formatted(form)
              + " openssl pkey -in KEY -out NEW_KEY)");
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(found.group(2).strip());
      return KeyFactory.getInstance(fits.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      // The cause could quote a part of the key.
      throw new IllegalArgumentException(
          "the private key is damaged, or of another kind than the key of the certificate (%s)"
              .formatted(fits.getAlgorithm()));
    }
  }
}
