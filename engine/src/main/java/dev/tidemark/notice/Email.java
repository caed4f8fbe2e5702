package dev.tidemark.notice;

import dev.tidemark.connector.Check;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.workspace.EmailChannel;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** E-mail by SMTP, a connection a message. */
public final class Email implements Channel {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final EmailChannel to;
    private final Supplier<String> password;
    private final UnaryOperator<String> redaction;
    private final InstantSource clock;

    /**
     * @param password asked for each time, so that a changed one is taken
     * @param redaction takes secrets out of what a server says
     */
    public Email(EmailChannel to, Supplier<String> password, UnaryOperator<String> redaction, InstantSource clock) {
        this.to = to;
        this.password = password;
        this.redaction = redaction;
        this.clock = clock;
    }

    /** {@inheritDoc} Where the server takes some addresses and refuses others, the others are the note. */
    @Override
    public String send(Notice notice) throws Undelivered {
        Session session = session();
        try {
            Message message = message(session, notice);
            try (Transport transport = session.getTransport()) {
                connect(transport);
                transport.sendMessage(message, message.getAllRecipients());
                return "";
            } catch (SendFailedException e) {
                if (e.getValidSentAddresses() == null || e.getValidSentAddresses().length == 0) {
                    throw e;
                }
                return redaction.apply("told others, but not " + refused(e) + ": " + words(e));
            }
        } catch (MessagingException | RuntimeException e) {
            throw new Undelivered(redaction.apply(words(e)));
        }
    }

    private static String refused(SendFailedException e) {
        List<String> names = new ArrayList<>();
        for (Address[] some : new Address[][] {e.getInvalidAddresses(), e.getValidUnsentAddresses()}) {
            if (some != null) {
                for (Address one : some) {
                    names.add(one.toString());
                }
            }
        }
        return String.join(", ", names);
    }

    private Message message(Session session, Notice notice) throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            // The same each time it is sent, so that a mailbox can know one that comes twice.
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + notice.id() + "." + to.name() + "@" + domain() + ">");
            }
        };
        message.setFrom(new InternetAddress(to.from(), true));
        for (String address : to.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(address, true));
        }
        message.setSubject("Tidemark: " + notice.title(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(notice.text(), StandardCharsets.UTF_8.name());
        return message;
    }

    private String domain() {
        return to.from().substring(to.from().indexOf('@') + 1);
    }

    /** {@inheritDoc} Connects, encrypts and signs in, and sends nothing. */
    @Override
    public Check check() {
        Session session = session();
        String server = to.host() + ":" + to.port();
        try (Transport transport = session.getTransport()) {
            connect(transport);
            return new Check(List.of(Finding.ok(
                    "e-mail",
                    "reached " + server
                            + switch (to.tls()) {
                                case STARTTLS, IMPLICIT -> ", encrypted";
                                case OFF -> ", not encrypted";
                            }
                            + (to.user().isPresent() ? ", signed in" : ""))));
        } catch (AuthenticationFailedException e) {
            return wrong("refused the sign-in: " + words(e), "Check 'user' and 'password'");
        } catch (MessagingException | RuntimeException e) {
            return wrong(
                    words(e),
                    "Check 'smtp' and 'tls', that the server's certificate is good, and that it can be reached from"
                            + " here");
        }
    }

    private Check wrong(String what, String whatToDo) {
        return new Check(List.of(Finding.wrong("e-mail", redaction.apply(what), whatToDo)));
    }

    private void connect(Transport transport) throws MessagingException {
        if (to.user().isPresent()) {
            transport.connect(to.host(), to.port(), to.user().get(), password.get());
        } else {
            transport.connect(to.host(), to.port(), null, null);
        }
    }

    private Session session() {
        Properties settings = new Properties();
        String protocol = to.tls() == EmailChannel.Tls.IMPLICIT ? "smtps" : "smtp";
        settings.put("mail.transport.protocol", protocol);
        String all = "mail." + protocol + ".";
        String millis = Long.toString(TIMEOUT.toMillis());
        settings.put(all + "connectiontimeout", millis);
        settings.put(all + "timeout", millis);
        settings.put(all + "writetimeout", millis);
        settings.put(all + "auth", Boolean.toString(to.user().isPresent()));
        settings.put(all + "sendpartial", "true");
        settings.put(all + "ssl.checkserveridentity", "true");
        settings.put(all + "starttls.enable", Boolean.toString(to.tls() == EmailChannel.Tls.STARTTLS));
        settings.put(all + "starttls.required", Boolean.toString(to.tls() == EmailChannel.Tls.STARTTLS));
        return Session.getInstance(settings);
    }

    /** What was said, and by what it was caused: the reason often lies below. */
    private static String words(Exception e) {
        StringBuilder words = new StringBuilder(String.valueOf(e.getMessage()).strip());
        Throwable below =
                e instanceof MessagingException m && m.getNextException() != null ? m.getNextException() : e.getCause();
        if (below != null && below.getMessage() != null && words.indexOf(below.getMessage()) < 0) {
            words.append(": ").append(below.getMessage().strip());
        }
        return words.toString().replaceAll("\\s*\\R\\s*", " ");
    }
}
