package dev.tidemark.connectors.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.NotNow;
import dev.tidemark.connector.OwnLoop;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.Reading;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.testkit.RecordingSink;
import dev.tidemark.connector.testkit.TestAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract of programs does not say. */
@Timeout(60)
class ProgramSourceIT {

    @TempDir
    Path folder;

    private final ProgramSource source = new ProgramSource(ScriptedPrograms.SMALL);

    private static Answer read(OwnLoop.Session session, PageRequest request) {
        while (true) {
            try {
                return session.read(request);
            } catch (NotNow e) {
                Thread.onSpinWait();
            }
        }
    }

    private PageRequest first(Access access, String stream) {
        return PageRequest.first(
                source.discover(access).stream()
                        .filter(s -> s.name().equals(stream))
                        .findFirst()
                        .orElseThrow(),
                new Reading.Everything());
    }

    @ParameterizedTest
    @ValueSource(strings = {"singer", "airbyte"})
    void streams_have_the_keys_cursors_and_types_of_the_programs_catalog(String protocol) throws IOException {
        TestAccess access = new ScriptedPrograms(protocol, folder).access(Map.of());
        List<StreamSpec> streams = source.discover(access);
        assertThat(streams).extracting(StreamSpec::name).containsExactly("ships", "crew");
        assertThat(streams.getFirst().key()).containsExactly("id");
        assertThat(streams).extracting(StreamSpec::cursor).containsExactly(CursorKind.OPAQUE, CursorKind.NONE);
        assertThat(streams.getFirst().fields())
                .extracting(Field::name, Field::type)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("id", FieldType.INTEGER),
                        org.assertj.core.api.Assertions.tuple("name", FieldType.TEXT),
                        org.assertj.core.api.Assertions.tuple("at", FieldType.INSTANT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"singer", "airbyte"})
    void a_check_tells_whether_it_is_let_in_and_what_is_not_enforced(String protocol) throws IOException {
        ScriptedPrograms programs = new ScriptedPrograms(protocol, folder);
        Check good = source.check(programs.access(Map.of()));
        assertThat(good.ok()).as(good.toString()).isTrue();
        assertThat(good.toString()).contains("2 streams").contains("not enforced");

        Check refused = source.check(programs.access(Map.of("refuse", "true")));
        assertThat(refused.ok()).isFalse();
        assertThat(refused.toString()).contains("login refused for [redacted]").doesNotContain(ScriptedPrograms.KEY);
    }

    @Test
    void a_secret_that_stands_in_the_file_is_told_by_its_name() throws IOException {
        TestAccess access = new ScriptedPrograms(Airbyte.NAME, folder).access(Map.of("key", "in-the-open"));
        Check check = source.check(access);
        assertThat(check.ok()).isFalse();
        assertThat(check.toString()).contains("'config.key' a secret").doesNotContain("in-the-open");
    }

    @Test
    void a_program_that_is_not_there_is_told_so() {
        TestAccess access = TestAccess.to(
                source, Map.of("command", "[\"tap-of-nobody\"]", "protocol", "singer"), Map.of(), request -> {
                    throw new AssertionError();
                });
        assertThat(source.check(access).toString()).contains("there is no program tap-of-nobody");
        assertThatThrownBy(() -> source.discover(access))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo("source.program_missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"singer", "airbyte"})
    void a_line_that_breaks_off_is_no_end_of_a_pass(String protocol) throws IOException {
        TestAccess access = new ScriptedPrograms(protocol, folder)
                .access(Map.of("records", "50", "every", "10", "die_at", "20", "exit", "torn"));
        try (OwnLoop.Session session = source.open(access)) {
            PageRequest request = first(access, "ships");
            Answer page = read(session, request);
            assertThat(page).isInstanceOf(Answer.Page.class);
            String token = ((Next.More) ((Answer.Page) page).next()).token();
            assertThat(read(session, request.next(token)))
                    .isInstanceOfSatisfying(
                            Answer.Stop.class, stop -> assertThat(stop.code()).isEqualTo("source.program_misspoke"));
        }
    }

    @Test
    void what_an_airbyte_program_says_of_its_failure_is_what_a_person_reads() throws IOException {
        TestAccess access = new ScriptedPrograms(Airbyte.NAME, folder)
                .access(Map.of("records", "5", "die_at", "1", "exit", "refused"));
        try (OwnLoop.Session session = source.open(access)) {
            PageRequest request = first(access, "ships");
            Answer.Page page = (Answer.Page) read(session, request);
            Answer stopped = read(session, request.next(((Next.More) page.next()).token()));
            assertThat(stopped).isInstanceOfSatisfying(Answer.Stop.class, stop -> {
                assertThat(stop.code()).isEqualTo("source.program_refused");
                assertThat(stop.why()).contains("the key [redacted] was revoked");
            });
        }
    }

    @Test
    void a_refresh_token_that_was_replaced_is_kept() throws IOException {
        TestAccess access =
                new ScriptedPrograms(Airbyte.NAME, folder).access(Map.of("records", "5", "rotate", "the-next-key"));
        try (OwnLoop.Session session = source.open(access)) {
            read(session, first(access, "ships"));
        }
        assertThat(access.secrets().find("config.key")).contains("the-next-key");
    }

    @Test
    void a_program_that_hangs_is_ended_with_all_it_started_and_its_files_are_gone() throws IOException {
        ScriptedPrograms programs = new ScriptedPrograms(Singer.NAME, folder);
        TestAccess access = programs.access(Map.of("records", "50", "die_at", "3", "exit", "hang"));
        Set<Path> folders;
        try (OwnLoop.Session session = source.open(access)) {
            assertThat(read(session, first(access, "ships"))).isInstanceOf(Answer.Page.class);
            assertThat(programs.living()).hasSize(2);
            folders = programs.folders();
            assertThat(folders).hasSize(1).allSatisfy(f -> assertThat(f).exists());
        }
        assertThat(programs.living()).isEmpty();
        assertThat(folders).allSatisfy(f -> assertThat(f).doesNotExist());
    }

    @Test
    void a_page_can_be_asked_for_without_a_session() throws IOException {
        ScriptedPrograms programs = new ScriptedPrograms(Singer.NAME, folder);
        TestAccess access = programs.access(Map.of("records", "5", "every", "5"));
        PageRequest request = first(access, "crew");
        Answer answer = source.read(access, request);
        assertThat(answer).isInstanceOfSatisfying(Answer.Page.class, page -> {
            RecordingSink sink = new RecordingSink(request.stream());
            org.assertj.core.api.Assertions.assertThatCode(() -> source.records(request.stream(), page.raw(), sink))
                    .doesNotThrowAnyException();
            assertThat(sink.all("name")).containsExactly("n-1", "n-2", "n-3", "n-4", "n-5");
        });
        assertThat(programs.living()).isEmpty();
    }

    @Test
    void a_program_sees_the_usual_variables_and_those_that_it_is_given() throws IOException {
        Path tap = Files.writeString(folder.resolve("env.sh"), """
                env | cut -d= -f1 >"$(dirname "$0")/seen"
                echo '{"streams":[]}'
                """);
        for (String given : List.of("[]", "[\"JAVA_TOOL_OPTIONS_OF_NOBODY\",\"PWD\"]")) {
            source.discover(TestAccess.to(
                    source,
                    Map.of("command", "[\"sh\",\"" + tap + "\"]", "protocol", "singer", "environment", given),
                    Map.of(),
                    request -> {
                        throw new AssertionError();
                    }));
            assertThat(Files.readAllLines(folder.resolve("seen")))
                    .contains("PATH")
                    .isSubsetOf(
                            "PATH",
                            "HOME",
                            "USER",
                            "LOGNAME",
                            "SHELL",
                            "LANG",
                            "LANGUAGE",
                            "TZ",
                            "TMPDIR",
                            "PWD",
                            "_",
                            "SHLVL",
                            "OLDPWD",
                            "LC_ALL",
                            "LC_CTYPE",
                            "HTTP_PROXY",
                            "HTTPS_PROXY",
                            "NO_PROXY",
                            "http_proxy",
                            "https_proxy",
                            "no_proxy",
                            "SSL_CERT_FILE",
                            "SSL_CERT_DIR",
                            "REQUESTS_CA_BUNDLE");
        }
    }
}
