package dev.tidemark.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PackagesTest {
    private final JavaClasses sandbox = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidemark.sandbox");

    @Test
    void packages_need_each_other_one_way() {
        slices().matching("dev.tidemark.(**)").should().beFreeOfCycles().check(sandbox);
    }

    @Test
    void the_sandbox_shares_no_code_with_what_it_is_used_to_check() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.tidemark.sandbox..",
                        "tools.jackson..",
                        "org.jspecify..",
                        "java..",
                        "javax.crypto..",
                        "javax.xml..",
                        "org.w3c.dom..",
                        "org.xml.sax..")
                .check(sandbox);
    }
}
