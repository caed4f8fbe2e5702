package dev.tidemark.connectors.manifest.ours;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connectors.hook.Signature;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.tree.Paths;
import dev.tidemark.connectors.rest.Nearest;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an app signs its webhooks.
 *
 * @param header that holds the signature
 * @param prefix what stands before it in the header; may be empty
 * @param signed what is signed, one piece after the other; the body is among them
 * @param timestamp when it was signed; empty where that does not stand under the signature
 */
record Signing(
        String header,
        Signature.Algorithm algorithm,
        Signature.Encoding encoding,
        String prefix,
        List<Piece> signed,
        Optional<Timestamp> timestamp) {

    static final Set<String> KEYS = Set.of("header", "algorithm", "encoding", "prefix", "signed", "timestamp");
    static final Set<String> TIME_KEYS = Set.of("header", "path", "unit", "window");

    private static final Map<String, Signature.Algorithm> ALGORITHMS =
            new TreeMap<>(Map.of("hmac-sha256", Signature.Algorithm.SHA256, "hmac-sha1", Signature.Algorithm.SHA1));
    private static final Map<String, Signature.Encoding> ENCODINGS =
            new TreeMap<>(Map.of("hex", Signature.Encoding.HEX, "base64", Signature.Encoding.BASE64));
    private static final Map<String, Unit> UNITS =
            new TreeMap<>(Map.of("s", Unit.SECONDS, "ms", Unit.MILLISECONDS, "iso", Unit.ISO));

    private static final Map<String, Part> PARTS = new TreeMap<>(Map.of(
            "{body}", Part.BODY,
            "{timestamp}", Part.TIMESTAMP,
            "{method}", Part.METHOD,
            "{uri}", Part.URI,
            "{path}", Part.PATH));

    private static final Pattern PIECE = Pattern.compile("\\{[^}]*}|[^{]+|\\{");

    /** As long as an event is known, and a repetition of it is told, less a margin. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** What of the request is signed. */
    enum Part {
        BODY,
        TIMESTAMP,
        METHOD,
        URI,
        PATH
    }

    /** How times are written. */
    enum Unit {
        SECONDS,
        MILLISECONDS,
        ISO
    }

    /** A part of the request, or words that are always the same. */
    sealed interface Piece {
        /** What the request says. */
        record Of(Part part) implements Piece {}

        /** What the manifest says. */
        record Words(String words) implements Piece {}
    }

    /**
     * Where the time is that stands under the signature.
     *
     * @param header that holds it, which is among the pieces; empty where it is in the body
     * @param path in the body, which is signed
     * @param window how far it may be from ours
     */
    record Timestamp(Optional<String> header, List<String> path, Unit unit, Duration window) {}

    Signing {
        signed = List.copyOf(signed);
    }

    static Optional<Signing> of(Node node) {
        node.only(KEYS);
        String header = node.need("header");
        Optional<Timestamp> timestamp = node.child("timestamp").flatMap(Signing::timestamp);
        List<Piece> signed = pieces(node);
        boolean isOverTime = signed.contains(new Piece.Of(Part.TIMESTAMP));
        boolean isInHeader = timestamp.flatMap(Timestamp::header).isPresent();
        if (!signed.contains(new Piece.Of(Part.BODY))) {
            node.at("signed").problem("without {body} anybody who sees one webhook could sign another");
        }
        if (isInHeader && !isOverTime) {
            node.at("timestamp").problem("a time that is not signed proves nothing: put {timestamp} into 'signed'");
        }
        if (isOverTime && !isInHeader) {
            node.at("signed").problem("{timestamp} is that of 'timestamp', of which the 'header' is not said");
        }
        Optional<Signature.Algorithm> algorithm = choice(node, "algorithm", "hmac-sha256", ALGORITHMS);
        Optional<Signature.Encoding> encoding = choice(node, "encoding", "hex", ENCODINGS);
        return algorithm.isEmpty() || encoding.isEmpty()
                ? Optional.empty()
                : Optional.of(new Signing(
                        header,
                        algorithm.get(),
                        encoding.get(),
                        node.text("prefix").orElse(""),
                        signed,
                        timestamp));
    }

    private static <T> Optional<T> choice(Node node, String field, String usual, Map<String, T> choices) {
        String written = node.text(field).orElse(usual);
        Optional<T> chosen = Optional.ofNullable(choices.get(written));
        if (chosen.isEmpty()) {
            node.at(field).problem("'" + written + "' is none of " + String.join(", ", choices.keySet()));
        }
        return chosen;
    }

    private static List<Piece> pieces(Node node) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = PIECE.matcher(node.text("signed").orElse("{body}"));
        while (matcher.find()) {
            String piece = matcher.group();
            Optional<Part> part = Optional.ofNullable(PARTS.get(piece));
            if (part.isPresent()) {
                pieces.add(new Piece.Of(part.get()));
            } else if (piece.startsWith("{")) {
                node.at("signed")
                        .problem("there is no '" + piece + "' to sign" + Nearest.hint(piece, PARTS.keySet()) + " ("
                                + String.join(", ", PARTS.keySet()) + ")");
            } else {
                pieces.add(new Piece.Words(piece));
            }
        }
        return pieces;
    }

    private static Optional<Timestamp> timestamp(Node node) {
        node.only(TIME_KEYS);
        if (node.has("header") == node.has("path")) {
            node.problem("either 'header' or 'path' says where the time is");
        }
        Duration window = Allowance.span(node, "window").orElse(Duration.ofMinutes(5));
        if (window.isZero() || window.toMinutes() * 60 != window.toSeconds() || window.compareTo(LONGEST) > 0) {
            node.at("window").problem("'" + window + "' is not a number of whole minutes from PT1M to PT24H");
        }
        return choice(node, "unit", "s", UNITS)
                .map(unit -> new Timestamp(node.text("header"), Told.somePath(node, "path"), unit, window));
    }

    /** The time that stands in a header, as it is written there; empty where there is none. */
    String time(HookRequest request) {
        return timestamp.flatMap(Timestamp::header).flatMap(request::header).orElse("");
    }

    /** Whether somebody who knew the secret sent this. */
    boolean isRight(String secret, HookRequest request) {
        Optional<String> claimed = request.header(header).map(String::strip).filter(text -> text.startsWith(prefix));
        if (claimed.isEmpty()
                || (timestamp.flatMap(Timestamp::header).isPresent()
                        && time(request).isEmpty())) {
            return false;
        }
        byte[][] parts = signed.stream().map(piece -> bytes(piece, request)).toArray(byte[][]::new);
        return Signature.of(algorithm, secret, parts).is(claimed.get().substring(prefix.length()), encoding);
    }

    private byte[] bytes(Piece piece, HookRequest request) {
        return switch (piece) {
            case Piece.Words words -> Signature.bytes(words.words());
            case Piece.Of of ->
                switch (of.part()) {
                    case BODY -> request.body();
                    case TIMESTAMP -> Signature.bytes(time(request));
                    case METHOD -> Signature.bytes("POST");
                    case URI -> Signature.bytes(request.uri().toString());
                    case PATH -> Signature.bytes(path(request.uri()));
                };
        };
    }

    private static String path(URI uri) {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /**
     * When it was signed; empty where that does not stand under the signature.
     *
     * @param body what the request says
     * @throws BadPage where there is no time in its place
     */
    Optional<Instant> signedAt(HookRequest request, Object body) throws BadPage {
        if (timestamp.isEmpty()) {
            return Optional.empty();
        }
        Timestamp at = timestamp.get();
        String text = at.header().isPresent()
                ? time(request).strip()
                : Paths.get(body, at.path()).map(Python::str).orElse("");
        try {
            return Optional.of(
                    switch (at.unit()) {
                        case SECONDS -> Instant.ofEpochSecond(number(text));
                        case MILLISECONDS -> Instant.ofEpochMilli(number(text));
                        case ISO -> OffsetDateTime.parse(text).toInstant();
                    });
        } catch (DateTimeException e) {
            throw new BadPage("a time stamp that is none", e);
        }
    }

    private static long number(String text) throws BadPage {
        if (!text.matches("\\d{1,15}")) {
            throw new BadPage("a time stamp that is none");
        }
        return Long.parseLong(text);
    }
}
