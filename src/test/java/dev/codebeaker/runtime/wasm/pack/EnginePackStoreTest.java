package dev.codebeaker.runtime.wasm.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginePackStoreTest {
  @TempDir Path directory;

  private FakeWheels wheels;
  private Path cache;
  private FakePip pip;

  @BeforeEach
  void makeWheels() throws IOException {
    wheels = new FakeWheels(directory.resolve("wheels"));
    cache = directory.resolve("cache");
    pip = FakePip.serving(directory.resolve("bin"), wheels.directory());
  }

  @Nested
  class Installation {
    @Test
    void installsWhatTheTableNamesAndNothingElse() throws IOException {
      EnginePack pack = install(store());
      assertThat(pack.library()).hasContent("library");
      assertThat(pack.pythonModule()).hasContent("module");
      assertThat(pack.pythonLibrary()).hasContent("library of python");
      assertThat(pack.quickjsModule()).hasContent("guest");
      assertThat(pack.transformModule()).hasContent("transform");
      assertThat(filesIn(cache)).hasSize(5 + 2).noneMatch(name -> name.contains("unwanted"));
      assertThat(store().locate()).contains(pack);
    }

    @Test
    void leavesTheCacheToItsOwnerAndThePackReadOnly() throws IOException {
      Path library = install(store()).library();
      assertThat(permissions(cache)).isEqualTo("rwx------");
      assertThat(permissions(library.getParent())).isEqualTo("r-x------");
      assertThat(permissions(library)).isEqualTo("r--------");
    }

    @Test
    void isDoneOnce() throws IOException {
      EnginePack first = install(store());
      FakePip.failing(directory.resolve("bin"), "asked again");
      assertThat(install(store())).isEqualTo(first);
    }

    @Test
    void mendsADamagedPack() throws IOException {
      Path guest = install(store()).quickjsModule();
      overwrite(guest, "shorter");
      assertThat(store().status()).isInstanceOf(PackStatus.Damaged.class);
      assertThat(install(store()).quickjsModule()).hasContent("guest");
    }

    @Test
    void removesWhatAKilledInstallationLeft() throws IOException {
      Path left = Files.createDirectories(cache.resolve("engines/.installing-1/wheels"));
      Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
      install(store());
      assertThat(left.getParent()).doesNotExist();
    }

    @Test
    void saysHowItGoesOn() throws IOException {
      List<Double> fractions = new ArrayList<>();
      store().install(pip.searchPath(), (activity, fraction) -> fractions.add(fraction));
      assertThat(fractions).isSorted().last().isEqualTo(1.0);
    }

    @Test
    void removeLeavesNothing() throws IOException {
      install(store());
      store().remove();
      assertThat(cache.resolve("engines")).doesNotExist();
      assertThat(store().status()).isInstanceOf(PackStatus.Absent.class);
    }
  }

  @Nested
  class Refusal {
    @Test
    void aTamperedWheelIsNotInstalled() throws IOException {
      EnginePackStore store = store();
      wheels.write("engine", Map.of("lib.so", "l1brary", "unwanted.txt", "not in the table"));
      assertThat(refused(store)).contains("engine-1.whl", "SHA-256");
    }

    @Test
    void aMemberThatDiffersFromTheTableIsNotInstalled() throws IOException {
      wheels.write("engine", Map.of("lib.so", "l1brary"));
      assertThat(refused(store())).contains("lib.so", "SHA-256");
    }

    @Test
    void aMemberLargerThanTheTableSaysIsNotWrittenOut() throws IOException {
      wheels.write("engine", Map.of("lib.so", "library".repeat(100_000)));
      assertThat(refused(store())).contains("lib.so");
    }

    @Test
    void aMemberThatIsNotThereIsNamed() throws IOException {
      wheels.write("engine", Map.of("../lib.so", "library"));
      assertThat(refused(store())).contains("lib.so");
      assertThat(directory.resolve("lib.so")).doesNotExist();
    }

    @Test
    void aMissingWheelIsNamed() throws IOException {
      EnginePackStore store = store();
      Files.delete(wheels.file("script"));
      assertThat(refused(store)).contains("no script-1.whl");
    }

    @Test
    void withoutPipItSaysHowToGetOne() throws IOException {
      pip = FakePip.script(directory.resolve("elsewhere"), "");
      Files.delete(directory.resolve("elsewhere/pip3"));
      ServiceException failure = failure(store());
      assertThat(failure).hasMessageContaining("no pip on the PATH");
      assertThat(failure.fix()).hasValueSatisfying(fix -> assertThat(fix).contains("python3-pip"));
    }

    @Test
    void withoutNetworkItSaysSo() throws IOException {
      fail(
          "ERROR: HTTPSConnectionPool: Max retries exceeded: Temporary failure in name resolution");
      assertThat(refused(store())).contains("could not reach its package index");
    }

    @Test
    void aPackageThatTheIndexLacksIsToldApart() throws IOException {
      fail("ERROR: No matching distribution found for wasmtime==1");
      assertThat(refused(store())).contains("does not have the engine pack");
    }

    @Test
    void aFullDiskIsToldApart() throws IOException {
      fail("ERROR: Could not install: [Errno 28] No space left on device");
      assertThat(refused(store())).contains("is full");
    }

    @Test
    void anyOtherFailureCarriesWhatPipSaid() throws IOException {
      fail("ERROR: the moon is in the wrong place");
      assertThat(refused(store())).contains("exit code 1", "moon");
    }

    @Test
    void anUnknownPlatformIsNamedBesideTheKnownOnes() throws IOException {
      EnginePackStore store = store(Optional.empty(), new Platform("plan9-mips"));
      assertThat(store.status()).isInstanceOf(PackStatus.Unsupported.class);
      ServiceException failure = failure(store);
      assertThat(failure).hasMessageContaining("plan9-mips");
      assertThat(failure.known()).containsExactly("here-cpu");
    }

    private void fail(String text) throws IOException {
      pip = FakePip.failing(directory.resolve("bin"), text);
    }

    private String refused(EnginePackStore store) throws IOException {
      String message = String.valueOf(failure(store).getMessage());
      assertThat(filesIn(cache)).allMatch(name -> name.equals(".lock"));
      return message;
    }

    private ServiceException failure(EnginePackStore store) {
      return catchThrowableOfType(ServiceException.class, () -> install(store));
    }
  }

  @Nested
  class Trust {
    @Test
    void verifyReadsEveryByte() throws IOException {
      Path guest = install(store()).quickjsModule();
      overwrite(guest, "g-est");
      assertThat(store().status()).isInstanceOf(PackStatus.Installed.class);
      assertThat(store().verify())
          .isInstanceOfSatisfying(
              PackStatus.Damaged.class,
              damaged ->
                  assertThat(damaged.problems()).singleElement().asString().contains("guest.wasm"));
    }

    @Test
    void aCacheThatOthersCanWriteToIsRefused() throws IOException {
      install(store());
      Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwx---"));
      assertThat(store().locate()).isEmpty();
      assertThatThrownBy(() -> install(store()))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("can be written to by other users");
    }

    @Test
    void aLinkInPlaceOfAFileIsRefused() throws IOException {
      Path library = install(store()).library();
      Path elsewhere = Files.writeString(directory.resolve("evil.so"), "library");
      Files.setPosixFilePermissions(
          library.getParent(), PosixFilePermissions.fromString("rwx------"));
      Files.delete(library);
      Files.createSymbolicLink(library, elsewhere);
      assertThat(store().locate()).isEmpty();
    }

    @Test
    void anUnfinishedPackIsNotUsed() throws IOException {
      Path place = install(store()).library().getParent();
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
      Files.delete(place.resolve("verified"));
      assertThat(store().locate()).isEmpty();
    }

    @Test
    void aProvidedPackIsUsedAndNeverChanged() throws IOException {
      Path place = install(store()).library().getParent();
      cache = directory.resolve("other");
      EnginePackStore store = store(Optional.of(place), FakeWheels.HERE);
      assertThat(install(store).library()).isEqualTo(place.resolve("lib.so"));
      assertThat(store.status())
          .isInstanceOfSatisfying(
              PackStatus.Installed.class, installed -> assertThat(installed.provided()).isTrue());
      store.remove();
      assertThat(place.resolve("lib.so")).exists();
    }
  }

  private EnginePackStore store() throws IOException {
    return store(Optional.empty(), FakeWheels.HERE);
  }

  private EnginePackStore store(Optional<Path> provided, Platform platform) throws IOException {
    return new EnginePackStore(new CacheDirectory(cache), provided, wheels.table(), platform);
  }

  private EnginePack install(EnginePackStore store) {
    return store.install(pip.searchPath(), PackProgress.SILENT);
  }

  private static void overwrite(Path file, String text) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, text);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<String> filesIn(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }
}
