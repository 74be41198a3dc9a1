package dev.codebeaker.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.codebeaker.Main;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The walls between the packages; ARCHITECTURE.md says why they stand where they do. */
class ArchitectureTest {
  private static final String ROOT = "dev.codebeaker.";
  private static final String WIRE = ROOT + "wire..";
  private static final String MECHANISMS = ROOT + "runtime.*..";

  private static JavaClasses classes;

  @BeforeAll
  static void importTheProduct() throws URISyntaxException {
    Path compiled = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    classes = new ClassFileImporter().importPath(compiled);
  }

  @Test
  void nobodyImportsTheWire() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(WIRE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(WIRE));
  }

  @Test
  void aMechanismKnowsTheSpiAndTheWorkspaceOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage(MECHANISMS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                ROOT + "session..",
                ROOT + "selection..",
                ROOT + "admission..",
                ROOT + "telemetry..",
                ROOT + "lifecycle..",
                ROOT + "cli..",
                WIRE));
  }

  @Test
  void whatMechanismsShareAboutLanguagesKnowsNoneOfThem() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "language..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "runtime..", ROOT + "session..", ROOT + "selection.."));
  }

  @Test
  void mechanismsDoNotKnowEachOther() {
    check(slices().matching(ROOT + "runtime.(*)..").should().notDependOnEachOther());
  }

  @Test
  void theSpiKnowsNoMechanism() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "runtime")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(MECHANISMS));
  }

  @Test
  void theCoreIsPlainJava() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                ROOT + "execution..",
                ROOT + "language..",
                ROOT + "runtime",
                ROOT + "workspace..",
                ROOT + "selection..",
                ROOT + "session..",
                ROOT + "failure..",
                ROOT + "foreign..",
                ROOT + "linux..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.vertx..", "jakarta.ws.rs.."));
  }

  @Test
  void nativeMemoryIsTouchedInTwoPlaces() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                ROOT + "foreign", ROOT + "linux", ROOT + "runtime.wasm.wasmtime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign.."));
  }

  @Test
  void theKernelsDoorKnowsNothingOfTheService() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ROOT + "linux..", ROOT + "foreign..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.codebeaker..")
                    .and(
                        not(
                            resideInAnyPackage(
                                ROOT + "linux..", ROOT + "foreign..", ROOT + "failure..")))));
  }

  @Test
  void processesAreStartedInTwoPlaces() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "runtime.wasm.pack..")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + "cli.Stty")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class)
            .orShould()
            .callMethod(Runtime.class, "exec", String.class));
  }

  @Test
  void configurationIsReadThroughMappings() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.eclipse.microprofile.config.inject.ConfigProperty")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.eclipse.microprofile.config.ConfigProvider"));
  }

  @Test
  void theEnvironmentIsReadAtTheEdgeOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "cli..", ROOT + "lifecycle..")
            .should()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getenv"));
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    // A command names files by WorkspacePath, and a workspace is bounded by Limits: the words of a
    // run and the words of its files are one vocabulary in two packages.
    check(
        slices()
            .matching(ROOT + "(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                resideInAPackage(ROOT + "workspace.."), resideInAPackage(ROOT + "execution..")));
  }

  /** A base is a thing here: the prepared interpreter that contexts are forked from. */
  @Test
  void namesSayWhatAThingIs() {
    check(classes().should().haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl)$"));
    check(
        noClasses()
            .should()
            .resideInAnyPackage("..common..", "..core..", "..util..", "..impl..", "..models.."));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }
}
