package dev.codebeaker.runtime.process.container;

import com.github.dockerjava.transport.SSLConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * By what the service and the engine know each other: {@code ca.pem}, {@code cert.pem} and {@code
 * key.pem}, as Docker's own programs name them. Nobody else's authorities are trusted.
 */
final class EngineCertificates implements SSLConfig {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final char[] NO_PASSWORD = {};

  private final SSLContext context;

  private EngineCertificates(SSLContext context) {
    this.context = context;
  }

  /**
   * @throws IOException that says which file is of no use, and why
   */
  static EngineCertificates in(Path directory) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own(directory).getKeyManagers(), trusted(directory).getTrustManagers(), null);
      return new EngineCertificates(context);
    } catch (GeneralSecurityException unfit) {
      throw new IOException(
          "the certificates in " + directory + " are of no use: " + unfit.getMessage(), unfit);
    }
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
