package dev.codebeaker.wire.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.testing.FakeServiceProfile;
import dev.codebeaker.testing.RpcClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client can ask without a session of its own, over a real socket. */
@QuarkusTest
@TestProfile(FakeServiceProfile.class)
class RpcCatalogueTest {
  @TestHTTPResource("/rpc")
  URI uri;

  private RpcClient client;

  @BeforeEach
  void connect() {
    client = RpcClient.connect(URI.create(uri.toString().replace("http:", "ws:")));
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void versionsAreToldForEachLanguageOnEachRuntimeWithWhatIsMissing() {
    JsonNode versions = client.call("runtime.versions").result().get("versions");
    JsonNode there = entry(versions, "python", "fake");
    assertThat(there.get("state").asText()).isEqualTo("available");
    assertThat(there.get("version").asText()).isNotEmpty();
    assertThat(there.has("missing")).isFalse();
    JsonNode absent = entry(versions, "python", "absent");
    assertThat(absent.get("state").asText()).isEqualTo("unavailable");
    assertThat(absent.get("missing").asText()).isNotEmpty();
    assertThat(absent.get("remedy").asText()).isEqualTo("install it");
  }

  private static JsonNode entry(JsonNode versions, String language, String runtime) {
    for (JsonNode entry : versions) {
      if (entry.get("language").asText().equals(language)
          && entry.get("runtime").asText().equals(runtime)) {
        return entry;
      }
    }
    throw new AssertionError(versions.toString());
  }

  @Test
  void whatStandsInMetaIsNoParameter() {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    JsonNode listed =
        client
            .call(
                "session.list",
                p -> p.putObject("_meta").put("traceparent", parent).put("other", 1))
            .result();
    assertThat(listed.has("sessions")).isTrue();
    JsonNode error = client.call("session.list", p -> p.put("_meta", "text")).error();
    assertThat(error.at("/data/field").asText()).isEqualTo("_meta");
  }
}
