package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesIT {

    @TempDir
    Path temporary;

    @Test
    void they_are_unpacked_where_it_can_be_done_and_found_there_again() throws IOException {
        Path blocked = Files.createFile(temporary.resolve("file")).resolve("cache");
        Path place = temporary.resolve("cache");
        var first = Binaries.in(List.of(blocked, place));
        assertThat(first.home()).hasParent(place);
        assertThat(Command.run(List.of(first.program("postgres"), "--version")).output())
                .startsWith("postgres (PostgreSQL) " + first.major() + ".");
        assertThat(place.toFile().list()).hasSize(1);

        var before = Files.getLastModifiedTime(first.home().resolve("bin/postgres"));
        assertThat(Binaries.in(List.of(blocked, place))).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.home().resolve("bin/postgres")))
                .isEqualTo(before);
    }

    @Test
    void a_folder_that_strangers_may_write_is_not_trusted() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> Binaries.in(List.of(temporary)))
                .isInstanceOfSatisfying(EmbeddedPostgresException.class, e -> {
                    assertThat(e.code()).isEqualTo("postgres.not_unpacked");
                    assertThat(e).hasMessageContaining("others may write");
                });
        assertThat(temporary).isEmptyDirectory();
    }
}
