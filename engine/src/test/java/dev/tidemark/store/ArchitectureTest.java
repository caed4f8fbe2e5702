package dev.tidemark.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidemark");

    @Test
    void packages_import_one_way() {
        slices().matching("dev.tidemark.(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void only_classes_named_jdbc_speak_sql() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.Jdbc\\w*(\\$.*)?")
                .and()
                .resideOutsideOfPackages("dev.tidemark.store", "dev.tidemark.backup", "dev.tidemark.embedded")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..")
                .check(CODE);
    }

    @Test
    void nobody_reads_the_machines_clock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .check(CODE);
    }

    @Test
    void the_engine_knows_no_connector() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tidemark.connectors..", "dev.tidemark.sandbox..", "dev.tidemark.cli..")
                .check(CODE);
    }
}
