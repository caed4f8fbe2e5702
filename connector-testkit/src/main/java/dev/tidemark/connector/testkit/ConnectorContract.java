package dev.tidemark.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Check;
import dev.tidemark.connector.Connector;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.Setting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every connector holds to, whichever way it moves records. */
public abstract class ConnectorContract {

    /** A new one each time: connectors keep no state. */
    protected abstract Connector connector();

    /** A healthy stand-in of the API, new each time and always holding the same. */
    protected abstract Step api();

    protected abstract Map<String, String> settings();

    protected abstract Map<String, String> secrets();

    /** How the API asks for patience; it must ask for {@link #PATIENCE} where it can say so. */
    protected Step tooManyRequests() {
        return Step.answering(429, "text/plain", "slow down").header("Retry-After", "17");
    }

    protected static final Duration PATIENCE = Duration.ofSeconds(17);

    /** Refusals that repeat what they were sent; add those that look as the API's own. */
    protected List<Step> echoes() {
        return List.of(echo(400, "%s"), echo(401, "%s"), echo(500, "<html>%s</html>"));
    }

    protected static Step echo(int status, String format) {
        return request -> Step.answering(status, "text/plain", format.formatted(told(request)))
                .answer(request);
    }

    private static String told(HttpRequest request) {
        return request.headers() + " " + new String(request.body(), StandardCharsets.UTF_8);
    }

    /** Accounts at which something is wrong. What is reached without HTTP must name its own. */
    protected List<TestAccess> troubled() {
        return Stream.of(
                        Step.fails(false),
                        Step.fails(true),
                        Step.answering(503, "text/html", "<html>"),
                        Step.answering(200, "text/html", "<html>"),
                        tooManyRequests(),
                        echo(401, "%s"))
                .map(trouble -> access(ScriptedApi.of(trouble)))
                .toList();
    }

    /** How the account is tried. */
    protected Check check(TestAccess access) {
        return connector().check(access);
    }

    protected final TestAccess access(ScriptedApi to) {
        return TestAccess.to(connector(), settings(), secrets(), to);
    }

    protected static void assertNoSecret(TestAccess access, String... texts) {
        for (String text : texts) {
            for (String secret : access.everySecret()) {
                assertThat(text).doesNotContain(secret);
            }
        }
    }

    @Test
    void every_setting_is_explained() {
        assertThat(connector().spec().settings())
                .allSatisfy(
                        setting -> assertThat(setting.help()).as(setting.name()).isNotBlank());
        assertThat(connector().spec().settings())
                .filteredOn(setting -> secrets().containsKey(setting.name()))
                .allSatisfy(setting -> assertThat(setting.kind()).isEqualTo(Setting.Kind.SECRET));
    }

    @Test
    void a_check_of_a_healthy_account_finds_nothing_wrong() {
        Check check = check(access(ScriptedApi.of(api())));
        assertThat(check.findings()).isNotEmpty();
        assertThat(check.ok()).as(check.toString()).isTrue();
    }

    @Test
    void a_check_tells_what_is_wrong_and_what_to_do_and_never_throws() {
        for (TestAccess access : troubled()) {
            Check check = check(access);
            assertThat(check.ok()).isFalse();
            for (Check.Finding finding : check.findings()) {
                assertThat(finding.ok() || !finding.whatToDo().isBlank()).isTrue();
                assertNoSecret(access, finding.toString());
            }
        }
    }
}
