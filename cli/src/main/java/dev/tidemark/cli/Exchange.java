package dev.tidemark.cli;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.request.Call;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request and its answer as one line of JSON, without secrets.
 *
 * @param asked the request in a form in which equal requests are equal texts: parameters in any order, JSON with any blanks
 * @param headers of the request that say more than who sent it and how
 */
record Exchange(String asked, Map<String, String> headers, HttpAnswer answer) {

    private static final Set<String> OF_THE_CARRIER =
            Set.of("user-agent", "accept-encoding", "connection", "content-length", "host");

    /** As it is recorded. */
    static ObjectNode line(Call call, HttpAnswer answer, boolean isSignIn, Discretion discretion) {
        ObjectNode line = Json.object();
        ObjectNode request = line.putObject("request");
        request.put("method", call.method());
        request.put("url", discretion.text(call.url()));
        fill(request.putObject("headers"), discretion.headers(call.headers()));
        request.put("body", call.body().map(discretion::text).orElse(null));
        ObjectNode response = line.putObject("response");
        response.put("status", answer.status());
        fill(response.putObject("headers"), discretion.headers(answer.headers()));
        try {
            String body = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(answer.body()))
                    .toString();
            response.put("body", discretion.text(isSignIn ? withoutTokens(body) : body));
        } catch (CharacterCodingException e) {
            response.put("body_base64", Base64.getEncoder().encodeToString(answer.body()));
        }
        return line;
    }

    private static void fill(ObjectNode node, Map<String, String> texts) {
        texts.forEach(node::put);
    }

    /** The answer to a sign-in, in which any longer text may be a secret. */
    private static String withoutTokens(String body) {
        try {
            JsonNode node = Json.parse(body);
            return node.isString() ? '"' + Discretion.MASK + '"' : masked(node).toString();
        } catch (JacksonException e) {
            return body.isEmpty() ? body : Discretion.MASK;
        }
    }

    private static JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode clean = Json.object();
            object.properties()
                    .forEach(e -> clean.set(
                            e.getKey(), e.getKey().equals("token_type") ? e.getValue() : masked(e.getValue())));
            return clean;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode clean = Json.array();
            array.forEach(item -> clean.add(masked(item)));
            return clean;
        }
        boolean isHarmless = !node.isString() || node.asString().matches("\\d{1,12}|\\d{4}-\\d\\d-\\d\\d[T ].{0,30}|");
        return isHarmless ? node : Json.object().stringNode(Discretion.MASK);
    }

    /**
     * @param discretion what is not masked yet, as in a recording from elsewhere, is masked now
     * @throws IllegalArgumentException where the line is none that was recorded
     */
    static Exchange of(String line, Discretion discretion) {
        JsonNode node;
        try {
            node = Json.parse(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode request = node.path("request");
        JsonNode response = node.path("response");
        if (!request.path("method").isString()
                || !request.path("url").isString()
                || !response.path("status").isInt()) {
            throw new IllegalArgumentException("no request with 'method' and 'url', or no response with 'status'");
        }
        byte[] body = response.path("body_base64").isString()
                ? Base64.getDecoder().decode(response.path("body_base64").asString())
                : response.path("body").asString("").getBytes(StandardCharsets.UTF_8);
        return new Exchange(
                asked(
                        request.path("method").asString(),
                        discretion.text(request.path("url").asString()),
                        discretion.text(request.path("body").asString(""))),
                compared(discretion.headers(texts(request.path("headers")))),
                new HttpAnswer(response.path("status").asInt(), texts(response.path("headers")), body, Duration.ZERO));
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asString("")));
        return texts;
    }

    /** A request that is about to be sent, in the same form. */
    static String asked(Call call, Discretion discretion) {
        return asked(call.method(), call.url(), call.body().orElse(""), discretion);
    }

    static String asked(String method, String url, String body, Discretion discretion) {
        return asked(method, discretion.text(url), discretion.text(body));
    }

    static Map<String, String> compared(Map<String, String> headers) {
        Map<String, String> compared = new TreeMap<>();
        headers.forEach((name, value) -> compared.put(name.toLowerCase(Locale.ROOT), value));
        compared.keySet().removeAll(OF_THE_CARRIER);
        return compared;
    }

    private static String asked(String method, String url, String body) {
        int query = url.indexOf('?');
        String address = query < 0 ? url : url.substring(0, query) + "?" + pairs(url.substring(query + 1));
        return method + " " + address + (body.isEmpty() ? "" : " " + normal(body));
    }

    private static String pairs(String query) {
        return Arrays.stream(query.split("&", -1))
                .map(Exchange::decoded)
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String normal(String body) {
        try {
            return sorted(Json.parse(body)).toString();
        } catch (JacksonException e) {
            return pairs(body);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode sorted = Json.object();
            new TreeMap<>(object.properties().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                    .forEach((name, value) -> sorted.set(name, sorted(value)));
            return sorted;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode sorted = Json.array();
            array.forEach(item -> sorted.add(sorted(item)));
            return sorted;
        }
        return node;
    }
}
