package dev.tidemark.workspace;

import dev.tidemark.secret.SecretRef;
import dev.tidemark.workspace.Yaml.Entry;
import dev.tidemark.workspace.Yaml.Scalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one channel by which people are told. */
final class NoticeReader {

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>,;\"]{1,64}@[^@\\s<>,;\"]{1,255}");
    private static final Map<String, EmailChannel.Tls> TLS =
            Map.of("required", EmailChannel.Tls.STARTTLS, "off", EmailChannel.Tls.OFF);
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Problems problems;

    NoticeReader(Problems problems) {
        this.problems = problems;
    }

    /** Where the server is. */
    private record Server(String host, int port, boolean implicit) {}

    Optional<EmailChannel> read(Entry entry) {
        Optional<Keys> found = Keys.of(entry.key(), entry.value(), "a channel", problems);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Keys keys = found.get();
        Optional<Scalar> channel = keys.required("channel", "Write 'channel: email'");
        if (channel.isPresent() && !channel.get().text().equals("email")) {
            problems.add(
                    channel.get().at(),
                    "there is no channel '" + channel.get().text() + "'",
                    Suggestion.instead(channel.get().text(), List.of("email")));
        }
        keys.allow(List.of("channel", "to", "from", "smtp", "tls", "user", "password"));
        List<String> to = new ArrayList<>();
        if (!keys.has("to")) {
            keys.missing("to", "Write the addresses: [ops@acme.example]");
        }
        keys.texts("to").stream().filter(this::isAddress).map(Scalar::text).forEach(to::add);
        Optional<String> from = keys.required("from", "Write the sender's address")
                .filter(this::isAddress)
                .map(Scalar::text);
        Optional<Server> server = keys.required("smtp", "Write the server: smtp://mail.acme.example:587")
                .flatMap(this::server);
        Optional<Scalar> user = keys.text("user");
        Optional<SecretRef> password = keys.text("password").flatMap(this::secret);
        if (keys.has("user") != keys.has("password")) {
            keys.missing(keys.has("user") ? "password" : "user", "Both are given, or neither");
        }
        Optional<EmailChannel.Tls> tls = server.flatMap(s -> tls(keys, s));
        if (to.isEmpty()
                || from.isEmpty()
                || server.isEmpty()
                || tls.isEmpty()
                || channel.isEmpty()
                || user.isPresent() != password.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new EmailChannel(
                entry.key().text(),
                to,
                from.get(),
                server.get().host,
                server.get().port,
                tls.get(),
                user.map(Scalar::text),
                password));
    }

    private boolean isAddress(Scalar address) {
        boolean good = ADDRESS.matcher(address.text()).matches();
        if (!good) {
            problems.add(
                    address.at(), "'" + address.text() + "' is no e-mail address", "Write it alone: ops@acme.example");
        }
        return good;
    }

    private Optional<Server> server(Scalar text) {
        try {
            URI uri = new URI(text.text());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean implicit = scheme.equals("smtps");
            if (uri.getUserInfo() != null) {
                problems.hide(text.at());
                problems.add(
                        text.at(),
                        "the address of the server holds a user or a password",
                        "Write them as 'user:' and 'password: ${env:NAME}'");
                return Optional.empty();
            }
            boolean bare = uri.getPath() == null
                    || uri.getPath().isEmpty()
                    || uri.getPath().equals("/");
            if ((implicit || scheme.equals("smtp")) && uri.getHost() != null && bare && uri.getQuery() == null) {
                return Optional.of(
                        new Server(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : implicit ? 465 : 587, implicit));
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        problems.hide(text.at());
        problems.add(
                text.at(),
                "'smtp' is no address of a mail server",
                "Write smtp://HOST:587, or smtps://HOST:465 where it is encrypted from the first byte");
        return Optional.empty();
    }

    /** What is signed in with is never sent in the open but to this machine. */
    private Optional<EmailChannel.Tls> tls(Keys keys, Server server) {
        EmailChannel.Tls wanted = EmailChannel.Tls.STARTTLS;
        Optional<Scalar> word = keys.text("tls");
        if (word.isPresent()) {
            EmailChannel.Tls named = TLS.get(word.get().text());
            if (named == null) {
                problems.add(
                        word.get().at(),
                        "'tls' is '" + word.get().text() + "'",
                        Suggestion.instead(word.get().text(), TLS.keySet()));
                return Optional.empty();
            }
            wanted = named;
        }
        if (wanted == EmailChannel.Tls.OFF && (server.implicit || (keys.has("user") && !HERE.contains(server.host)))) {
            problems.add(
                    keys.at("tls"),
                    server.implicit
                            ? "'smtps' is encrypted, and 'tls: off' is not"
                            : "the password would be sent in the open",
                    server.implicit ? "Write smtp://, or leave 'tls' out" : "Leave 'tls' out, or sign in nowhere");
            return Optional.empty();
        }
        return Optional.of(server.implicit ? EmailChannel.Tls.IMPLICIT : wanted);
    }

    private Optional<SecretRef> secret(Scalar value) {
        Optional<SecretRef> ref = SecretRef.parse(value.text());
        if (ref.isEmpty()) {
            problems.hide(value.at());
            problems.add(
                    value.at(),
                    "'password' is a secret, and its value does not belong into this file",
                    "Write ${env:NAME} or ${file:/path}, and change the value if this file was ever shared");
        }
        return ref;
    }
}
