package dev.tidemark.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.secret.SecretReader;
import dev.tidemark.secret.SecretRef;
import dev.tidemark.workspace.WorkspaceFiles.Loaded;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifyTest {

    private static final String GOOD = "to: [ops@acme.example, ann@acme.example], from: t@acme.example";

    private static Loaded load(String channel) {
        return WorkspaceFiles.parse(
                "acme.yaml", "workspace: acme\nnotify:\n  ops: { " + channel + " }\n", Catalogs.STANDARD);
    }

    private static List<String> problems(String channel) {
        return load(channel).problems().stream().map(Problem::message).toList();
    }

    @Test
    void an_email_channel_is_read_as_it_is_meant() {
        Loaded loaded = load("channel: email, " + GOOD
                + ", smtp: 'smtp://mail.acme.example', user: tidemark, password: '${env:SMTP_PASSWORD}'");
        assertThat(loaded.problems()).isEmpty();
        WorkspaceFile file = loaded.files().getFirst();
        assertThat(file.workspace().channels())
                .containsExactly(Map.entry(
                        "ops",
                        new EmailChannel(
                                "ops",
                                List.of("ops@acme.example", "ann@acme.example"),
                                "t@acme.example",
                                "mail.acme.example",
                                587,
                                EmailChannel.Tls.STARTTLS,
                                Optional.of("tidemark"),
                                SecretRef.parse("${env:SMTP_PASSWORD}"))));
        assertThat(file.missingSecrets(new SecretReader(name -> null)))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("SMTP_PASSWORD"));
    }

    @ParameterizedTest
    @CsvSource({
        "smtps://mail.acme.example, IMPLICIT, 465",
        "smtps://mail.acme.example:2465, IMPLICIT, 2465",
        "smtp://mail.acme.example:25, STARTTLS, 25"
    })
    void the_address_says_how_the_way_is_encrypted(String smtp, EmailChannel.Tls tls, int port) {
        EmailChannel channel = Objects.requireNonNull(load("channel: email, " + GOOD + ", smtp: '" + smtp + "'")
                .files()
                .getFirst()
                .workspace()
                .channels()
                .get("ops"));
        assertThat(channel.tls()).isEqualTo(tls);
        assertThat(channel.port()).isEqualTo(port);
    }

    @Test
    void every_mistake_is_told_and_no_password_is() {
        assertThat(problems("channel: emial, to: nobody, smtp: 'http://x'"))
                .containsExactlyInAnyOrder(
                        "there is no channel 'emial'",
                        "'nobody' is no e-mail address",
                        "'ops' has no 'from'",
                        "'smtp' is no address of a mail server");
        assertThat(problems("channel: email, " + GOOD + ", smtp: 'smtp://u:hunter2@mail.example'"))
                .containsExactly("the address of the server holds a user or a password");
        Loaded told =
                load("channel: email, " + GOOD + ", smtp: 'smtp://mail.example', user: tidemark, password: hunter2");
        assertThat(told.problems()).isNotEmpty();
        assertThat(told.problems().stream().map(Problem::show)).noneMatch(text -> text.contains("hunter2"));
        assertThat(problems("channel: email, " + GOOD + ", smtp: 'smtp://mail.example', user: tidemark"))
                .containsExactly("'ops' has no 'password'");
    }

    @Test
    void a_password_is_sent_in_the_open_to_nobody_but_this_machine() {
        String signIn = ", tls: off, user: tidemark, password: '${env:SMTP_PASSWORD}'";
        assertThat(problems("channel: email, " + GOOD + ", smtp: 'smtp://mail.example'" + signIn))
                .containsExactly("the password would be sent in the open");
        assertThat(problems("channel: email, " + GOOD + ", smtp: 'smtp://127.0.0.1:1025'" + signIn))
                .isEmpty();
        assertThat(problems("channel: email, " + GOOD + ", smtp: 'smtp://mail.example:25', tls: off"))
                .isEmpty();
    }
}
