package dev.tidemark.connector;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What somebody posted to a source's address for webhooks. Nothing of it is to be believed before its signature is checked.
 *
 * @param uri the address that it was sent to, as its sender spelt it: the public one, where another server stands before ours
 * @param headers by their names in lower case; of several with one name the first
 * @param body as it came, for signatures are made over bytes; handed on without copying
 */
@SuppressWarnings("ArrayRecordComponent") // a body is bytes, handed on and not compared
public record HookRequest(URI uri, Map<String, String> headers, byte[] body) {

    public HookRequest {
        Objects.requireNonNull(uri);
        Objects.requireNonNull(body);
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lower);
    }

    /** Whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "webhook of " + body.length + " bytes";
    }
}
