package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Programs that read an API by themselves, from what they say to tables. */
class ProgramSyncIT {

    private static final String KEY = "hush-hush-program-key";
    private static final Path SCRIPT =
            Docs.ROOT.resolve("connectors/src/test/resources/dev/tidemark/connectors/program/scripted.sh");

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        scene = new Scene(folder, 1);
        scene.environment.put("PROGRAM_KEY", KEY);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    private Path workspace(String protocol, String config) throws IOException {
        return Files.writeString(scene.folder.resolve("harbour.yaml"), """
                workspace: harbour
                sources:
                  port:
                    connector: { command: [sh, %s, %s], protocol: %s }
                    config:
                      key: ${env:PROGRAM_KEY}
                      started: %s
                      %s
                syncs:
                  ships: { from: port.ships, every: 1s }
                """.formatted(
                        SCRIPT, protocol, protocol, scene.folder.resolve("started"), config));
    }

    private List<String> ids() {
        return ids("");
    }

    private List<String> ids(String which) {
        List<String> ids = new ArrayList<>();
        scene.query("select id from harbour.ships " + which, row -> ids.add(row.getString(1)));
        return ids;
    }

    private List<String[]> started() throws IOException {
        Path file = scene.folder.resolve("started");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(l -> l.split(" ", 3)).toList()
                : List.of();
    }

    private boolean anyLives() {
        try {
            return started().stream()
                    .flatMap(line -> Stream.of(line[0], line[1]))
                    .map(Long::valueOf)
                    .anyMatch(ProgramSyncIT::lives);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A process that nobody has asked how it ended is dead all the same. */
    private static boolean lives(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (IOException e) {
            return !Files.isDirectory(Path.of("/proc")) && ProcessHandle.of(pid).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"singer", "airbyte"})
    void a_program_fills_a_table_and_then_brings_what_changed(String protocol) throws IOException {
        Path file = workspace(
                protocol,
                "{ records: 2500, every: 100, chatter: true }"
                        .replaceAll("[{}]", "")
                        .strip()
                        .replace(", ", "\n      "));

        Outcome checked = scene.run("check", file.toString());
        assertThat(checked.exit()).as(checked.toString()).isZero();
        assertThat(checked.out()).contains("not enforced");
        Outcome first = scene.once(file);
        assertThat(first.exit()).as(first.toString()).isZero();
        assertThat(ids()).hasSize(2500);

        Files.writeString(file, Files.readString(file).replace("records: 2500", "records: 2600"));
        Outcome second = scene.all(file);
        assertThat(second.exit()).as(second.toString()).isZero();
        assertThat(second.out()).contains("incremental succeeded: 100 loaded");
        assertThat(ids()).hasSize(2600).contains("2600");

        JsonNode sync =
                Json.parse(scene.run("status", "--json").out()).path("syncs").path(0);
        assertThat(sync.path("quota_enforced").asBoolean(true)).isFalse();
        assertThat(sync.path("deletes_seen").asBoolean(true)).isFalse();
        assertThat(scene.run("status").out())
                .contains("whose quota is not enforced and whose deletes are not seen: harbour/ships");
        String log = Files.readString(scene.data().resolve("log/tidemark.log"));
        assertThat(log).contains("WARNING the key is [redacted]").doesNotContain(KEY);
        assertThat(anyLives()).isFalse();
    }

    @Test
    void a_program_that_fails_fails_its_run_and_the_next_one_goes_on_from_its_last_state() throws IOException {
        Path file = workspace("singer", "records: 400\n      every: 100\n      die_at: 250\n      exit: 3");
        Outcome failed = scene.once(file);
        assertThat(failed.exit()).isEqualTo(Exit.FAILED);
        assertThat(failed.out())
                .contains(
                        "source.program_failed: sh ended with code 3 while it was to read: ERROR it went wrong with [redacted]")
                .doesNotContain(KEY);
        Files.writeString(file, Files.readString(file).replace("die_at: 250", "die_at: 0"));
        Outcome mended = scene.all(file);
        assertThat(mended.exit()).as(mended.toString()).isZero();
        assertThat(ids()).hasSize(400);
        assertThat(mended.out()).contains("150 loaded, 50 unchanged"); // 201 to 400: what the last state did not cover
    }

    @Test
    void what_a_program_says_no_more_is_not_taken_for_deleted() throws IOException {
        Path file = workspace("singer", "records: 20");
        Files.writeString(file, Files.readString(file).replace("port.ships,", "port.crew, to: warehouse.ships,"));
        assertThat(scene.once(file).exit()).isZero();
        Files.writeString(file, Files.readString(file).replace("records: 20", "records: 10"));
        for (int pass = 0; pass < 3; pass++) {
            Outcome ran = scene.all(file);
            assertThat(ran.exit()).as(ran.toString()).isZero();
        }
        assertThat(ids("where _tidemark_deleted_at is null")).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void whatever_ends_us_leaves_no_program_and_no_secret_behind(String signal) throws Exception {
        Path file = workspace("airbyte", "records: 50000000\n      every: 1000");
        try (Child child = scene.process("run", file.toString())) {
            Scene.until("pages come", () -> rows() > 0);
            assertThat(anyLives()).isTrue();
            Path folder = Path.of(started().getLast()[2]).resolveSibling("");
            assertThat(folder).exists();

            child.signal(signal);
            child.end();

            Scene.until("the program ends", () -> !anyLives());
            Scene.until("its files go", () -> !Files.exists(folder));
        }
    }

    private int rows() {
        List<Integer> count = new ArrayList<>();
        scene.query(
                "select coalesce(sum(n_live_tup + n_tup_ins), 0) from pg_stat_user_tables where relname like '%ships%'",
                row -> count.add(row.getInt(1)));
        return count.getFirst();
    }
}
