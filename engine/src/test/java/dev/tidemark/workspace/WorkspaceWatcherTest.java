package dev.tidemark.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.workspace.WorkspaceWatcher.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceWatcherTest {

    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir
    Path folder;

    private Instant now = START;
    private WorkspaceWatcher watcher;

    @BeforeEach
    void two_workspaces() throws IOException {
        write("acme.yaml", "workspace: acme");
        write("beta.yaml", "workspace: beta");
        watcher = new WorkspaceWatcher(List.of(folder), Catalogs.STANDARD, () -> now);
        assertThat(names(watcher.poll())).containsExactly("acme", "beta");
    }

    @Test
    void nothing_changed_is_nothing() {
        assertThat(watcher.poll().isNothing()).isTrue();
        now = now.plusSeconds(3600);
        assertThat(watcher.poll().isNothing()).isTrue();
        assertThat(watcher.good()).hasSize(2);
    }

    @Test
    void an_edit_is_told_once() throws IOException {
        later();
        write("acme.yaml", "workspace: acme\nsources: { s: { connector: statuspage } }");
        Change change = watcher.poll();
        assertThat(names(change)).containsExactly("acme");
        assertThat(change.changed().getFirst().workspace().accounts()).containsKey("s");
        assertThat(watcher.poll().isNothing()).isTrue();
    }

    @Test
    void an_edit_of_comments_alone_changes_nothing() throws IOException {
        later();
        write("acme.yaml", "# hello\nworkspace: 'acme'");
        assertThat(watcher.poll().isNothing()).isTrue();
        assertThat(watcher.good()
                        .getFirst()
                        .problemAt(List.of("workspace"), "m", "h")
                        .line())
                .isEqualTo(2);
    }

    @Test
    void a_broken_edit_is_told_and_the_last_good_version_goes_on() throws IOException {
        later();
        write("acme.yaml", "workspace: acme\nsinks: 1");
        Change broken = watcher.poll();
        assertThat(broken.isNothing()).isTrue();
        assertThat(broken.problems()).hasSize(1);
        assertThat(watcher.good()).hasSize(2);
        later();
        assertThat(watcher.poll().problems()).hasSize(1);
        write("acme.yaml", "workspace: acme\nsources: { s: { connector: statuspage } }");
        Change mended = watcher.poll();
        assertThat(names(mended)).containsExactly("acme");
        assertThat(mended.problems()).isEmpty();
    }

    @Test
    void an_edit_within_the_grain_of_the_file_systems_clock_is_seen() throws IOException {
        later();
        write("acme.yaml", "workspace: acme\nsources: { a: { connector: statuspage } }");
        assertThat(names(watcher.poll())).containsExactly("acme");
        write("acme.yaml", "workspace: acme\nsources: { b: { connector: statuspage } }"); // same size, same stamp
        assertThat(names(watcher.poll())).containsExactly("acme");
    }

    @Test
    void a_file_whose_stamp_and_size_stand_is_not_read_again() throws IOException {
        now = now.plusSeconds(10);
        watcher.poll(); // by now the stamps are old enough to be trusted
        Files.writeString(folder.resolve("acme.yaml"), "workspace: ACME");
        Files.setLastModifiedTime(folder.resolve("acme.yaml"), FileTime.from(START));
        assertThat(watcher.poll().problems()).isEmpty();
    }

    @Test
    void a_file_that_goes_from_a_folder_ends_its_workspace() throws IOException {
        Files.delete(folder.resolve("beta.yaml"));
        Change change = watcher.poll();
        assertThat(change.removed()).containsExactly("beta");
        assertThat(change.changed()).isEmpty();
    }

    @Test
    void a_folder_that_is_gone_stops_nothing() throws IOException {
        Files.delete(folder.resolve("acme.yaml"));
        Files.delete(folder.resolve("beta.yaml"));
        Change change = watcher.poll();
        assertThat(change.isNothing()).isTrue();
        assertThat(change.problems()).hasSize(1);
        assertThat(watcher.good()).hasSize(2);
    }

    @Test
    void a_workspace_that_calls_itself_otherwise_is_another() throws IOException {
        later();
        write("beta.yaml", "workspace: gamma");
        Change change = watcher.poll();
        assertThat(names(change)).containsExactly("gamma");
        assertThat(change.removed()).containsExactly("beta");
    }

    @Test
    void a_newcomer_that_clashes_is_the_one_refused() throws IOException {
        later();
        write("aaa.yaml", "workspace: beta");
        Change clash = watcher.poll();
        assertThat(clash.isNothing()).isTrue();
        assertThat(clash.problems().getFirst().file()).endsWith("aaa.yaml");
        Files.delete(folder.resolve("beta.yaml"));
        Change moved = watcher.poll();
        assertThat(moved.isNothing()).isTrue(); // the same workspace in another file
        assertThat(moved.problems()).isEmpty();
        assertThat(watcher.good()).hasSize(2);
    }

    private void later() {
        now = now.plusSeconds(60);
    }

    private void write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(now));
    }

    private static List<String> names(Change change) {
        return change.changed().stream().map(file -> file.workspace().name()).toList();
    }
}
