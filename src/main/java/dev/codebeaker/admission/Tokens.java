package dev.codebeaker.admission;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets of the owners. Kept and compared as digests, all of them every time, so that the time
 * it takes tells nothing about any of them.
 */
final class Tokens {
  private static final String SCHEME = "Bearer ";
  private static final int SHORTEST = 16;

  private record Token(Owner owner, byte[] digest) {}

  private final List<Token> tokens = new ArrayList<>();

  Tokens(Map<String, String> secrets) {
    secrets.forEach(
        (name, secret) -> {
          if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException(
                "codebeaker.admission.tokens." + name + " has less than 16 characters");
          }
          tokens.add(new Token(new Owner(name), digest(secret)));
        });
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  Owner ownerOf(Optional<String> authorization) {
    byte[] sent = digest(authorization.map(Tokens::secretIn).orElse(""));
    Optional<Owner> found = Optional.empty();
    for (Token token : tokens) {
      if (MessageDigest.isEqual(token.digest(), sent)) {
        found = Optional.of(token.owner());
      }
    }
    return found.orElseThrow(Tokens::refused);
  }

  private static String secretIn(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? authorization.substring(SCHEME.length()).strip()
        : "";
  }

  private static ServiceException refused() {
    return ServiceException.of(ErrorCode.UNAUTHENTICATED, "a token of this service is needed")
        .field("Authorization")
        .fix("send the header 'Authorization: Bearer <token>'");
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
