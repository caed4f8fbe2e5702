package dev.tidemark.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.RawPage;
import dev.tidemark.sync.SyncId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderArchiveTest {

    private static final SyncId SYNC = new SyncId(new UUID(1, 2));

    @TempDir
    Path folder;

    private static RawPage page(String text) {
        return new RawPage("json", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_page_comes_back_as_it_went_in() {
        Archive archive = new FolderArchive(folder.resolve("archive"));
        String ref = archive.put(SYNC, 7, 1, page("{\"a\":1}".repeat(1000))).ref();
        assertThat(archive.get(ref, "json").body())
                .isEqualTo("{\"a\":1}".repeat(1000).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void only_the_owner_can_read_it() throws IOException {
        Archive archive = new FolderArchive(folder.resolve("archive"));
        String ref = archive.put(SYNC, 7, 1, page("x")).ref();
        Path file = folder.resolve("archive").resolve(ref);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("archive"))))
                .isEqualTo("rwx------");
    }

    @Test
    void two_workers_never_write_one_file() {
        Archive archive = new FolderArchive(folder);
        String mine = archive.put(SYNC, 7, 1, page("mine")).ref();
        String theirs = archive.put(SYNC, 7, 2, page("theirs")).ref();
        assertThat(mine).isNotEqualTo(theirs);
        assertThat(archive.get(mine, "json").body()).asString().isEqualTo("mine");
    }

    @Test
    void a_page_that_is_gone_or_broken_is_told_as_lost() throws IOException {
        Archive archive = new FolderArchive(folder);
        String ref = archive.put(SYNC, 7, 1, page("x".repeat(500))).ref();
        Files.write(folder.resolve(ref), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> archive.get(ref, "json"))
                .isInstanceOfSatisfying(
                        ArchiveUnavailable.class, e -> assertThat(e.lost()).isTrue());
        archive.delete(List.of(ref));
        assertThatThrownBy(() -> archive.get(ref, "json"))
                .isInstanceOfSatisfying(
                        ArchiveUnavailable.class, e -> assertThat(e.lost()).isTrue());
    }

    @Test
    void a_folder_that_cannot_be_made_is_told_with_what_to_do() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThatThrownBy(() -> new FolderArchive(file.resolve("archive")))
                .isInstanceOf(ArchiveUnavailable.class)
                .hasMessageContaining("has room");
    }

    @Test
    void a_replaced_page_has_only_its_new_content() {
        Archive archive = new FolderArchive(folder);
        String ref = archive.put(SYNC, 7, 1, page("old")).ref();
        archive.replace(ref, page("new"));
        assertThat(archive.get(ref, "json").body()).asString().isEqualTo("new");
    }
}
