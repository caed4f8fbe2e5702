package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** A folder after its first start, copied for most tests because a first start costs seconds. */
    @TempDir
    static Path started;

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeAll
    static void aFirstStart() {
        EmbeddedPostgres.open(started.resolve("data"), EmbeddedPostgres.Options.forTests())
                .close();
    }

    @BeforeEach
    void aFolderWithABlankInItsName() {
        folder = temporary.resolve("our data");
        assertThat(Command.run(List.of("cp", "-a", started.resolve("data").toString(), folder.toString())))
                .matches(Command.Result::ok);
    }

    @Test
    void a_restart_keeps_the_data_and_the_port() throws SQLException {
        int port;
        try (var server = open()) {
            port = server.store().port();
            execute(server.store(), "CREATE TABLE kept AS SELECT 'äöü' AS word");
        }
        assertThat(postmaster()).isEmpty();
        try (var server = open()) {
            assertThat(ask(server.store(), "SELECT word FROM kept")).isEqualTo("äöü");
            assertThat(server.store().port()).isEqualTo(port);
        }
    }

    @Test
    void store_and_warehouse_are_closed_to_each_other_and_to_who_has_no_password() {
        try (var server = open()) {
            var store = server.store();
            var warehouse = server.warehouse();
            assertThatThrownBy(() -> ask(as(store, warehouse.user(), warehouse.password()), "SELECT 1"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> ask(as(warehouse, store.user(), store.password()), "SELECT 1"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> ask(as(store, store.user(), "guessed"), "SELECT 1"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void a_server_that_is_no_test_is_durable() throws Exception {
        Binaries.delete(folder);
        try (var server = EmbeddedPostgres.open(folder, EmbeddedPostgres.Options.safe())) {
            assertThat(ask(server.store(), "SHOW fsync")).isEqualTo("on");
            assertThat(ask(server.store(), "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ask(server.store(), "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(server.store(), "SHOW data_checksums")).isEqualTo("on");
            assertThat(ask(server.store(), "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database LIMIT 1"))
                    .isEqualTo("b C.UTF-8");
            assertThat(ask(
                            server.admin("postgres"),
                            "SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') FROM pg_authid WHERE rolcanlogin"))
                    .isEqualTo("t");
        }
    }

    @Test
    void nobody_else_may_look_into_the_folder() throws IOException {
        try (var _ = open()) {
            assertThat(Files.getPosixFilePermissions(folder).toString()).doesNotContain("OTHERS", "GROUP_READ");
            assertThat(Files.getPosixFilePermissions(folder.resolve("passwords"))
                            .toString())
                    .doesNotContain("OTHERS", "GROUP");
        }
    }

    @Test
    void two_users_in_one_process_share_the_server() throws SQLException {
        try (var second = openTwiceAndCloseTheFirst()) {
            assertThat(ask(second.store(), "SELECT 1")).isEqualTo("1");
        }
        assertThat(postmaster()).isEmpty();
    }

    @Test
    void another_process_joins_and_the_last_to_leave_stops_the_server() throws Exception {
        try (var child = ChildUser.start(folder)) {
            int port = child.port();
            try (var server = open()) {
                assertThat(server.store().port()).isEqualTo(port);
                child.leave();
                assertThat(ask(server.store(), "SELECT 1")).isEqualTo("1");
            }
        }
        assertThat(postmaster()).isEmpty();
    }

    @Test
    void killing_the_process_that_started_the_server_leaves_it_to_the_others() throws Exception {
        try (var child = ChildUser.start(folder)) {
            child.port();
            try (var server = open();
                    Connection connection = Roles.connect(server.store());
                    Statement statement = connection.createStatement()) {
                child.kill();
                statement.execute("SELECT pg_sleep(5)"); // longer than the watchdog's patience
            }
        }
    }

    @Test
    void killing_the_last_process_stops_the_server() throws Exception {
        try (var child = ChildUser.start(folder)) {
            child.port();
            assertThat(postmaster()).isNotEmpty();
            child.kill();
        }
        assertThat(Pause.until(SOON, () -> postmaster().isEmpty())).isTrue();
        assertThat(log()).contains("fast shutdown request").contains("database system is shut down");
    }

    @Test
    void who_joins_a_server_that_lost_its_watchdog_gives_it_a_new_one() throws Exception {
        try (var child = ChildUser.start(folder)) {
            child.port();
            var first = watchdog();
            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
            assertThat(Pause.until(SOON, () -> !first.lives())).isTrue();
            open().close();
            assertThat(watchdog().lives()).isTrue();
            child.kill();
        }
        assertThat(Pause.until(SOON, () -> postmaster().isEmpty())).isTrue();
    }

    @Test
    void a_killed_server_comes_back_with_what_was_committed() throws Exception {
        try (var server = open()) {
            execute(server.store(), "CREATE TABLE committed ()");
            for (var process : postmaster()) {
                process.destroyForcibly();
            }
            assertThat(Pause.until(SOON, () -> postmaster().isEmpty())).isTrue();
            try (var again = open()) {
                assertThat(ask(again.store(), "SELECT 'committed'::regclass")).isEqualTo("committed");
            }
        }
    }

    @Test
    void a_stranger_with_the_number_of_a_dead_server_is_left_alone() throws Exception {
        var stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    folder.resolve("postgres/postmaster.pid"),
                    stranger.pid() + "\n" + folder + "/postgres\n1\n5432\n\n127.0.0.1\n  1 1\nready   \n");
            try (var server = open()) {
                assertThat(ask(server.store(), "SELECT 1")).isEqualTo("1");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void a_port_that_was_taken_meanwhile_is_exchanged() throws Exception {
        int port;
        try (var server = open()) {
            port = server.store().port();
        }
        try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
                var server = open()) {
            assertThat(server.store().port()).isNotEqualTo(port);
            assertThat(ask(server.store(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void a_first_start_that_was_cut_off_is_made_anew() throws Exception {
        Binaries.delete(folder);
        Files.createDirectories(folder.resolve("postgres.half/base"));
        Files.writeString(folder.resolve("postgres.half/PG_VERSION"), "18\n");
        try (var server = open()) {
            assertThat(ask(server.store(), "SELECT 1")).isEqualTo("1");
        }
        assertThat(folder.resolve("postgres.half")).doesNotExist();
    }

    @Test
    void a_server_whose_folder_was_deleted_ends() throws Exception {
        try (var child = ChildUser.start(folder)) {
            child.port();
            var server = postmaster().getFirst();
            Binaries.delete(folder);
            child.kill();
            assertThat(Pause.until(SOON, () -> !server.isAlive())).isTrue();
        }
    }

    @Test
    void the_data_of_another_major_version_is_refused_and_left_as_it_is() throws Exception {
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "17\n");
        assertThatThrownBy(this::open).isInstanceOfSatisfying(EmbeddedPostgresException.class, e -> {
            assertThat(e.code()).isEqualTo("postgres.other_version");
            assertThat(e).hasMessageContaining("PostgreSQL 17").hasMessageContaining("PostgreSQL 18");
            assertThat(e.whatToDo()).contains("the old one is untouched");
        });
        assertThat(folder.resolve("users")).isEmptyDirectory();
    }

    @Test
    void a_folder_that_cannot_be_made_says_why() throws IOException {
        folder = Files.createFile(temporary.resolve("file")).resolve("data");
        assertThatThrownBy(this::open).isInstanceOfSatisfying(EmbeddedPostgresException.class, e -> {
            assertThat(e.code()).isEqualTo("postgres.folder_unusable");
            assertThat(e)
                    .hasMessageContaining(folder.toString())
                    .hasMessageMatching(".*(in the way|ot a (folder|directory)).*");
        });
    }

    @Test
    void a_folder_whose_name_a_shell_would_read_is_refused() {
        folder = temporary.resolve("$(data)");
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        EmbeddedPostgresException.class,
                        e -> assertThat(e.code()).isEqualTo("postgres.folder_name"));
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_server_that_cannot_start_says_what_its_log_says() throws Exception {
        Files.writeString(folder.resolve("postgres/postgresql.auto.conf"), "max_connections = 'many'\n");
        assertThatThrownBy(this::open).isInstanceOfSatisfying(EmbeddedPostgresException.class, e -> {
            assertThat(e.code()).isEqualTo("postgres.not_started");
            assertThat(e).hasMessageContaining("max_connections");
            assertThat(e.whatToDo()).contains("postgres.log");
        });
    }

    private EmbeddedPostgres open() {
        return EmbeddedPostgres.open(folder, EmbeddedPostgres.Options.forTests());
    }

    private EmbeddedPostgres openTwiceAndCloseTheFirst() {
        var first = open();
        var second = open();
        first.close();
        first.close();
        return second;
    }

    /** The server's process, if it lives. */
    private List<ProcessHandle> postmaster() {
        if (!Files.exists(folder)) {
            return List.of();
        }
        var data = DataFolder.at(folder);
        return Postmaster.of(data).filter(server -> server.livesIn(data)).stream()
                .flatMap(server -> ProcessHandle.of(server.pid()).stream())
                .toList();
    }

    private LiveProcess watchdog() {
        return LiveProcess.parse(DataFolder.at(folder).read("watchdog").trim());
    }

    private String log() {
        return DataFolder.at(folder).read("postgres.log");
    }

    private static ConnectionInfo as(ConnectionInfo to, String user, String password) {
        return new ConnectionInfo(to.host(), to.port(), to.database(), user, password);
    }

    private static void execute(ConnectionInfo to, String sql) throws SQLException {
        try (Connection connection = Roles.connect(to);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(ConnectionInfo to, String sql) throws SQLException {
        try (Connection connection = Roles.connect(to);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
