package tercet.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tercet.runtime.tls.TlsIdentity;

/**
 * The PEM files of TLS.
 *
 * @param certificate of this process, followed by those that lead to its authority
 * @param key of the certificate
 * @param authorities that must have signed the certificates of peers; null if peers need none
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path authorities) {
  /**
   * Certificate and key; null without both.
   *
   * @throws IllegalArgumentException with a sentence if one is missing
   */
  public static @Nullable TlsFiles of(
      String certificateOption, @Nullable Path certificate, String keyOption, @Nullable Path key) {
    if (certificate == null && key == null) {
      return null;
    }
    return new TlsFiles(
        required(certificateOption, certificate, keyOption),
        required(keyOption, key, certificateOption),
        null);
  }

  /**
   * The same with authorities, which are needed, too.
   *
   * @throws IllegalArgumentException with a sentence if one or two of them are missing
   */
  public static @Nullable TlsFiles ofNode(
      @Nullable Path certificate, @Nullable Path key, @Nullable Path authorities) {
    TlsFiles pair = of("--node-tls-certificate-file", certificate, "--node-tls-key-file", key);
    if (pair == null && authorities == null) {
      return null;
    }
    return new TlsFiles(
        required("--node-tls-certificate-file", certificate, "--node-tls-ca-file"),
        required("--node-tls-key-file", key, "--node-tls-ca-file"),
        required("--node-tls-ca-file", authorities, "--node-tls-certificate-file"));
  }

  private static Path required(String option, @Nullable Path file, String other) {
    if (file == null) {
      throw new IllegalArgumentException("%s needs %s FILE, too".formatted(other, option));
    }
    return file;
  }

  /** In the order of {@link #texts}. */
  public List<Path> all() {
    Path trusted = authorities;
    return trusted == null ? List.of(certificate, key) : List.of(certificate, key, trusted);
  }

  /** The content of the files, which are those of {@link #all}. */
  public static TlsIdentity.PemTexts texts(List<String> texts) {
    return new TlsIdentity.PemTexts(
        texts.get(0), texts.get(1), texts.size() > 2 ? texts.get(2) : null);
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException with a sentence if one cannot be read or is wrong
   */
  public TlsIdentity read() {
    List<String> texts = all().stream().map(TlsFiles::text).toList();
    try {
      return new TlsIdentity(texts(texts));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "the files of TLS (%s) cannot be used. %s"
              .formatted(
                  all().stream().map(Path::toString).collect(Collectors.joining(", ")),
                  wrong.getMessage()),
          wrong);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "the file %s cannot be read: %s".formatted(file, unreadable), unreadable);
    }
  }
}
