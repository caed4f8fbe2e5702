package dev.tidemark.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.secret.SecretRef;
import dev.tidemark.workspace.EmailChannel;
import dev.tidemark.workspace.EmailChannel.Tls;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With a real mail server, on this machine. */
class EmailIT {

    private static final String PASSWORD = "tide-table-1882";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));
    private static final Notice NOTICE =
            new Notice("0b5e", "the initial backfill of acme/crm is complete", "Größe: 7\n");

    private static GreenMail server;

    @BeforeAll
    static void open() {
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
        });
        server.start();
        server.setUser("ops@acme.example", "tidemark", PASSWORD);
    }

    @AfterAll
    static void close() {
        server.stop();
    }

    private static Email email(Tls tls, int port, String password, String... to) {
        return new Email(
                new EmailChannel(
                        "ops",
                        List.of(to),
                        "tidemark@acme.example",
                        "127.0.0.1",
                        port,
                        tls,
                        Optional.of("tidemark"),
                        SecretRef.parse("${env:SMTP_PASSWORD}")),
                () -> password,
                text -> text.replace(password, "[redacted]"),
                CLOCK);
    }

    private static Email plain(String password) {
        return email(Tls.OFF, server.getSmtp().getPort(), password, "ops@acme.example");
    }

    private static Finding checked(Email email) {
        return email.check().findings().getFirst();
    }

    @Test
    void a_notice_arrives_whole_and_is_the_same_message_each_time() throws Exception {
        Email email = email(Tls.OFF, server.getSmtp().getPort(), PASSWORD, "ops@acme.example", "ann@acme.example");
        int before = server.getReceivedMessages().length;
        assertThat(email.send(NOTICE)).isEmpty();
        email.send(NOTICE);
        MimeMessage[] got = server.getReceivedMessages();
        assertThat(got).hasSize(before + 4);
        for (int i = before; i < got.length; i++) {
            assertThat(got[i].getMessageID()).isEqualTo("<0b5e.ops@acme.example>");
            assertThat(got[i].getSubject()).isEqualTo("Tidemark: the initial backfill of acme/crm is complete");
            assertThat(String.valueOf(got[i].getContent())).startsWith("Größe: 7");
            assertThat(got[i].getFrom()[0]).hasToString("tidemark@acme.example");
            assertThat(got[i].getAllRecipients()).hasSize(2);
            assertThat(got[i].getSentDate()).isEqualTo(CLOCK.instant());
        }
    }

    @Test
    void a_check_signs_in_and_sends_nothing() {
        int before = server.getReceivedMessages().length;
        assertThat(checked(plain(PASSWORD)).ok()).isTrue();
        assertThat(checked(plain(PASSWORD)).detail()).contains("signed in").contains("not encrypted");
        assertThat(server.getReceivedMessages()).hasSize(before);
    }

    @Test
    void a_wrong_password_is_told_without_it() {
        Finding found = checked(plain("wrong-1882"));
        assertThat(found.ok()).isFalse();
        assertThat(found.whatToDo()).contains("password");
        assertThatThrownBy(() -> plain("wrong-1882").send(NOTICE))
                .isInstanceOf(Undelivered.class)
                .hasMessageNotContaining("wrong-1882");
    }

    @Test
    void nothing_is_said_to_a_server_that_is_not_encrypted_where_it_must_be() {
        int before = server.getReceivedMessages().length;
        Email email = email(Tls.STARTTLS, server.getSmtp().getPort(), PASSWORD, "ops@acme.example");
        assertThat(checked(email).ok()).isFalse();
        assertThat(checked(email).detail()).containsIgnoringCase("STARTTLS");
        assertThatThrownBy(() -> email.send(NOTICE)).isInstanceOf(Undelivered.class);
        assertThat(server.getReceivedMessages()).hasSize(before);
    }

    @Test
    void nor_to_one_that_nobody_vouches_for() {
        Email email = email(Tls.IMPLICIT, server.getSmtps().getPort(), PASSWORD, "ops@acme.example");
        assertThat(checked(email).ok()).isFalse();
        assertThat(checked(email).detail()).contains("PKIX");
    }

    @Test
    void a_server_that_is_away_is_told_with_its_address() {
        GreenMail gone = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        gone.start();
        int port = gone.getSmtp().getPort();
        gone.stop();
        Email email = email(Tls.OFF, port, PASSWORD, "ops@acme.example");
        assertThatThrownBy(() -> email.send(NOTICE))
                .isInstanceOf(Undelivered.class)
                .hasMessageContaining("127.0.0.1");
        assertThat(checked(email).ok()).isFalse();
    }
}
