package dev.codebeaker.runtime.wasm.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codebeaker.runtime.wasm.pack.PackContents.Member;
import dev.codebeaker.runtime.wasm.pack.PackContents.Role;
import dev.codebeaker.runtime.wasm.pack.PackContents.Wheel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The engine pack's versions, sizes and sums for every platform; part of the service. */
public final class PackTable {
  private static final String RESOURCE = "/dev/codebeaker/runtime/wasm/pack/engine-pack.json";
  private static final String ANY = "any";

  private final JsonNode table;

  private PackTable(JsonNode table) {
    this.table = table;
  }

  /** The one this build was made with. */
  public static PackTable shipped() {
    try (InputStream in = PackTable.class.getResourceAsStream(RESOURCE)) {
      return parse(Objects.requireNonNull(in, RESOURCE).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PackTable parse(byte[] json) {
    try {
      return new PackTable(new ObjectMapper().readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException("the engine pack's table is not JSON", e);
    }
  }

  /** The platforms there is a native library for. */
  public List<String> platforms() {
    List<String> names = new ArrayList<>();
    table.path("platforms").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** What the pack is made of there, or empty where there is none. */
  public Optional<PackContents> contents(Platform platform) {
    JsonNode tag = table.path("platforms").path(platform.id());
    if (tag.isMissingNode()) {
      return Optional.empty();
    }
    List<Wheel> wheels = new ArrayList<>();
    for (JsonNode wheel : table.path("wheels")) {
      String target = text(wheel, "platform");
      if (target.equals(ANY) || target.equals(platform.id())) {
        wheels.add(wheel(wheel));
      }
    }
    return Optional.of(new PackContents(platform, tag.asText(), wheels));
  }

  private static Wheel wheel(JsonNode node) {
    List<Member> members = new ArrayList<>();
    node.path("members").forEach(member -> members.add(member(member)));
    return new Wheel(
        text(node, "project"),
        text(node, "version"),
        text(node, "file"),
        node.path("bytes").asLong(),
        text(node, "sha256"),
        members);
  }

  private static Member member(JsonNode node) {
    String role = text(node, "role").toUpperCase(Locale.ROOT).replace('-', '_');
    return new Member(
        Role.valueOf(role),
        text(node, "path"),
        text(node, "file"),
        node.path("bytes").asLong(),
        text(node, "sha256"));
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asText();
  }
}
