package dev.codebeaker.runtime.process.container;

import com.github.dockerjava.transport.SSLConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jboss.logging.Logger;

/**
 * By what the service and the engine know each other: {@code ca.pem}, {@code cert.pem} and {@code
 * key.pem}, as Docker's own programs name them. Nobody else's authorities are trusted. Files that
 * were renewed hold from the next connection on. Thread safe.
 */
final class EngineCertificates implements SSLConfig {
  private static final Logger LOG = Logger.getLogger(EngineCertificates.class);
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final List<String> FILES = List.of("ca.pem", "cert.pem", "key.pem");
  private static final char[] NO_PASSWORD = {};

  /**
   * What the files held.
   *
   * @param written when they were
   */
  private record Read(
      List<FileTime> written, X509ExtendedKeyManager own, X509ExtendedTrustManager trusted) {}

  private final Path directory;
  private final SSLContext context;

  // guarded by this
  private Read read;

  private EngineCertificates(Path directory) throws IOException, GeneralSecurityException {
    this.directory = directory;
    this.read = read(directory);
    this.context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {new CurrentKeys(() -> current().own())},
        new TrustManager[] {new CurrentTrust(() -> current().trusted())},
        null);
  }

  /**
   * @throws IOException that says which file is of no use, and why
   */
  static EngineCertificates in(Path directory) throws IOException {
    try {
      return new EngineCertificates(directory);
    } catch (GeneralSecurityException unfit) {
      throw new IOException(
          "the certificates in " + directory + " are of no use: " + unfit.getMessage(), unfit);
    }
  }

  /** Those read before hold while somebody writes new ones, or has written nonsense. */
  private synchronized Read current() {
    try {
      if (!written(directory).equals(read.written())) {
        read = read(directory);
      }
    } catch (IOException | GeneralSecurityException unfit) {
      LOG.debugf(unfit, "The certificates in %s can not be read anew", directory);
    }
    return read;
  }

  private static Read read(Path directory) throws IOException, GeneralSecurityException {
    return new Read(
        written(directory),
        only(X509ExtendedKeyManager.class, own(directory).getKeyManagers()),
        only(X509ExtendedTrustManager.class, trusted(directory).getTrustManagers()));
  }

  private static <T> T only(Class<T> kind, Object[] managers) {
    return Stream.of(managers).filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
  }

  private static List<FileTime> written(Path directory) throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (String name : FILES) {
      times.add(Files.getLastModifiedTime(directory.resolve(name)));
    }
    return times;
  }

  private static TrustManagerFactory trusted(Path directory)
      throws IOException, GeneralSecurityException {
    KeyStore authorities = empty();
    int number = 0;
    for (Certificate authority : certificates(directory.resolve("ca.pem"))) {
      authorities.setCertificateEntry("ca" + number++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return factory;
  }

  private static KeyManagerFactory own(Path directory)
      throws IOException, GeneralSecurityException {
    KeyStore keys = empty();
    keys.setKeyEntry(
        "service",
        key(directory.resolve("key.pem")),
        NO_PASSWORD,
        certificates(directory.resolve("cert.pem")).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, NO_PASSWORD);
    return factory;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream text = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(text);
      if (found.isEmpty()) {
        throw new GeneralSecurityException("there is no certificate in " + file);
      }
      return found;
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher found = KEY.matcher(Files.readString(file));
    if (!found.find()) {
      throw new GeneralSecurityException(
          "there is no PKCS #8 key in %s (openssl pkcs8 -topk8 -nocrypt makes one)"
              .formatted(file));
    }
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(decoded(file, found.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException another) {
        // It is a key of one of the other algorithms, or of none.
      }
    }
    throw new GeneralSecurityException("the key in " + file + " is none of " + ALGORITHMS);
  }

  private static byte[] decoded(Path file, String text) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException damaged) {
      throw new GeneralSecurityException("the key in " + file + " is no base64", damaged);
    }
  }

  @Override
  public SSLContext getSSLContext() {
    return context;
  }
}
