package dev.codebeaker.wire.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.codebeaker.testing.FakeServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page for a browser, as the service hands it out. */
@QuarkusTest
@TestProfile(FakeServiceProfile.class)
class PlaygroundTest {
  @Test
  void aBrowserFindsIt() {
    given()
        .get("/")
        .then()
        .statusCode(200)
        .contentType("text/html")
        .body(containsString("<h1>CodeBeaker</h1>"));
  }

  @Test
  void whatItLinksIsThere() {
    List<String> links = all("(?:href|src)=\"([^\":]+)\"", "/");
    assertThat(links).contains("playground.js", "playground.css", "q/swagger-ui/");
    assertThat(links)
        .allSatisfy(
            link -> assertThat(given().get("/" + link).statusCode()).as(link).isEqualTo(200));
  }

  @Test
  void itRunsNoScriptsButItsOwn() {
    for (String file : List.of("/", "/playground.js")) {
      assertThat(given().get(file).header("Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
    }
    assertThat(given().get("/q/swagger-ui/").header("Content-Security-Policy")).isNull();
    assertThat(given().get("/").asString()).doesNotContain("<script>", "onclick");
  }

  @Test
  void itsScriptFindsTheElementsItUses() {
    String names = all("const \\[form[^=]+=\\s*\\[([^\\]]+)\\]", "/playground.js").getFirst();
    List<String> used =
        Arrays.stream(names.split(",")).map(it -> it.strip().replace("\"", "")).toList();
    assertThat(all("id=\"([a-z]+)\"", "/")).containsAll(used);
  }

  private static List<String> all(String pattern, String path) {
    Matcher matcher = Pattern.compile(pattern).matcher(given().get(path).asString());
    return matcher.results().map(found -> found.group(1)).toList();
  }
}
