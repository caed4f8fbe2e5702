package dev.tidemark.connectors.manifest.ours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.Hint;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connectors.hook.Secret;
import dev.tidemark.connectors.hook.Signature;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that are written out were made by OpenSSL: {@code printf %s TEXT | openssl dgst -sha256 -hmac tide-secret}. */
class WebhooksTest {

    private static final String SPECIFICATION = """
        spec:
          connection_specification:
            properties:
              url: {type: string}
              hooks: {type: object, properties: {key: {type: string, airbyte_secret: true}}}
        """;

    private static final String EVENTS = """
        events:
          path: [data, events]
          id: id
          type: [meta, type]
          streams: {order.changed: orders, order.gone: orders, order.packed: [orders, logs]}
          key: order_id
          gone: {path: [meta, type], values: [order.gone]}
        """;

    private static final String BODY =
            "{\"data\":{\"events\":[{\"id\":\"e1\",\"meta\":{\"type\":\"order.changed\"},\"order_id\":17}]}}";

    private static String webhooks(String signature, String events) {
        return Shop.saying(SPECIFICATION, "webhooks:\n" + (signature + events).indent(2));
    }

    private static ManifestSource source(String manifest) {
        try {
            return ManifestSource.of("shop", manifest, InstantSource.fixed(Instant.EPOCH));
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    private static Heard hear(ManifestSource source, Map<String, String> headers, String body) throws BadPage {
        return source.hear(
                new Settings(Map.of()),
                Secret.of(source.secretName(), "tide-secret"),
                new HookRequest(
                        URI.create("https://hooks.example.com/hooks/acme/shop?a=1"),
                        headers,
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> problems(String signature, String events) {
        return catchThrowableOfType(
                        BadManifest.class,
                        () -> ManifestSource.of(
                                "shop", webhooks(signature, events), InstantSource.fixed(Instant.EPOCH)))
                .problems()
                .stream()
                .map(Problem::toString)
                .map(problem -> problem.replaceFirst("^line \\d+, metadata\\.tidemark\\.webhooks", ""))
                .toList();
    }

    private static List<String> words(Heard heard) {
        List<String> words = new ArrayList<>();
        for (Hint hint : ((Heard.Hints) heard).hints()) {
            words.add(
                    switch (hint) {
                        case Hint.OfRecord r -> r.stream() + " " + r.key() + (r.gone() ? " gone" : "");
                        case Hint.OfStream s -> s.stream();
                        case Hint.OfFeed f -> "feed " + f.feed();
                    });
        }
        return words;
    }

    private static List<String> ids(Heard heard) {
        return ((Heard.Hints) heard).hints().stream().map(Hint::id).toList();
    }

    /** Signs as the test {@link #each_algorithm_encoding_and_prefix_is_checked} shows that it is right to. */
    private static String sign(String text) {
        return Signature.of(Signature.Algorithm.SHA256, "tide-secret", text.getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    private static final String PLAIN = "signature: {header: X-Sign}\n";

    private static Heard told(String events, String body) throws BadPage {
        return hear(source(webhooks(PLAIN, events)), Map.of("X-Sign", sign(body)), body);
    }

    @ParameterizedTest
    @CsvSource({
        "hmac-sha256, hex, 'sha256=', 63ba51f346758d5797cfdf3fd43ca7cb9144f7d5a8a4aaa11502d247c1d28dad",
        "hmac-sha256, base64, '', Y7pR80Z1jVeXz98/1Dyny5FE99WopKqhFQLSR8HSja0=",
        "hmac-sha1, hex, '', 983a8c891503267adcb628abe7e7eb58b80a19cb",
        "hmac-sha1, base64, 'v1 ', mDqMiRUDJnrctiir5+frWLgKGcs="
    })
    void each_algorithm_encoding_and_prefix_is_checked(String algorithm, String encoding, String prefix, String right)
            throws BadPage {
        ManifestSource source = source(webhooks(
                "signature: {header: X-Sign, algorithm: %s, encoding: %s, prefix: '%s'}\n"
                        .formatted(algorithm, encoding, prefix),
                EVENTS));
        assertThat(words(hear(source, Map.of("x-sign", prefix + right), BODY))).containsExactly("orders 17");
        assertThat(hear(source, Map.of("x-sign", prefix + right), BODY + " ")).isInstanceOf(Heard.Refused.class);
        assertThat(hear(source, Map.of("x-sign", prefix + "A" + right.substring(1)), BODY))
                .isInstanceOf(Heard.Refused.class);
        assertThat(hear(source, Map.of("x-sign", "v2=" + right), BODY)).isInstanceOf(Heard.Refused.class);
        assertThat(hear(source, Map.of(), BODY)).isInstanceOf(Heard.Refused.class);
    }

    @Test
    void a_signature_is_made_with_the_secret_of_the_source_and_no_other() throws BadPage {
        ManifestSource source = source(webhooks(PLAIN, EVENTS));
        HookRequest request =
                new HookRequest(URI.create("/x"), Map.of("X-Sign", sign(BODY)), BODY.getBytes(StandardCharsets.UTF_8));
        Settings none = new Settings(Map.of());
        assertThat(source.hear(none, Secret.of("webhook_secret", "tide-secret"), request))
                .isInstanceOf(Heard.Hints.class);
        assertThat(source.hear(none, Secret.of("webhook_secret", "another"), request))
                .isEqualTo(new Heard.Refused("its signature is not that of webhook_secret"));
        for (Secret useless : List.of(new Secret("webhook_secret", ""), new Secret("hooks.key", "tide-secret"))) {
            assertThat(source.hear(none, useless, request))
                    .isEqualTo(new Heard.Refused("the source has no webhook_secret"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "s, 1767225600, 2026-01-01T00:00:00Z",
        "ms, 1767225600123, 2026-01-01T00:00:00.123Z",
        "iso, 2026-01-01T02:00:00+02:00, 2026-01-01T00:00:00Z"
    })
    void the_time_is_signed_and_handed_to_the_engine_which_judges_it(String unit, String time, Instant at)
            throws BadPage {
        ManifestSource source = source(webhooks(
                "signature: {header: X-Sign, signed: 'v0:{timestamp}.{body}', timestamp: {header: X-Time, unit: " + unit
                        + ", window: PT10M}}\n",
                EVENTS));
        String right = sign("v0:" + time + "." + BODY);
        assertThat(hear(source, Map.of("X-Sign", right, "X-Time", time), BODY))
                .isInstanceOfSatisfying(
                        Heard.Hints.class, heard -> assertThat(heard.signedAt()).contains(at));
        assertThat(source.window()).isEqualTo(Duration.ofMinutes(10));
        // One that was kept, with a time that would do.
        assertThat(hear(source, Map.of("X-Sign", right, "X-Time", "1767229200"), BODY))
                .isInstanceOf(Heard.Refused.class);
        assertThat(hear(source, Map.of("X-Sign", sign("v0:." + BODY)), BODY)).isInstanceOf(Heard.Refused.class);
        assertThatThrownBy(() -> hear(source, Map.of("X-Sign", sign("v0:soon." + BODY), "X-Time", "soon"), BODY))
                .isInstanceOf(BadPage.class);
    }

    @Test
    void the_time_may_be_in_the_body() throws BadPage {
        ManifestSource source = source(
                webhooks("signature: {header: X-Sign, timestamp: {path: [meta, sent]}}\n", "events: {stream: logs}\n"));
        String body = "{\"meta\":{\"sent\":1767225600}}";
        assertThat(hear(source, Map.of("X-Sign", sign(body)), body))
                .isInstanceOfSatisfying(
                        Heard.Hints.class,
                        heard -> assertThat(heard.signedAt()).contains(Instant.parse("2026-01-01T00:00:00Z")));
        assertThatThrownBy(() -> hear(source, Map.of("X-Sign", sign("{}")), "{}"))
                .isInstanceOf(BadPage.class);
    }

    @Test
    void method_and_address_may_be_signed() throws BadPage {
        String uri = "https://hooks.example.com/hooks/acme/shop?a=1";
        ManifestSource whole = source(webhooks("signature: {header: X-Sign, signed: '{method}{uri}{body}'}\n", EVENTS));
        assertThat(words(hear(whole, Map.of("X-Sign", sign("POST" + uri + BODY)), BODY)))
                .containsExactly("orders 17");
        assertThat(hear(whole, Map.of("X-Sign", sign("POSThttps://elsewhere/" + BODY)), BODY))
                .isInstanceOf(Heard.Refused.class);
        ManifestSource path = source(webhooks("signature: {header: X-Sign, signed: \"{path}\\n{body}\"}\n", EVENTS));
        assertThat(words(hear(path, Map.of("X-Sign", sign("/hooks/acme/shop?a=1\n" + BODY)), BODY)))
                .containsExactly("orders 17");
    }

    @Test
    void a_body_tells_of_a_list_of_events() throws BadPage {
        assertThat(words(told(EVENTS, """
            {"data": {"events": [
              {"id": "e1", "meta": {"type": "order.changed"}, "order_id": 17},
              {"id": "e2", "meta": {"type": "order.gone"}, "order_id": "A-18"},
              {"id": "e3", "meta": {"type": "order.packed"}, "order_id": 19},
              {"id": "e4", "meta": {"type": "order.changed"}},
              {"id": "e5", "meta": {"type": "order.changed"}, "order_id": {"no": "key"}},
              {"id": "e6", "meta": {"type": "boat.changed"}, "order_id": 20},
              {"id": "e7"}]}}
            """)))
                .containsExactly("orders 17", "orders A-18 gone", "orders 19", "logs 19", "orders", "orders");
    }

    @Test
    void the_body_itself_may_be_the_event_or_a_list_of_them() throws BadPage {
        String events = "events: {type: kind, streams: {order: orders}, key: [order, id]}\n";
        assertThat(words(told(events, "{\"kind\":\"order\",\"order\":{\"id\":1}}")))
                .containsExactly("orders 1");
        assertThat(words(told(events, "[{\"kind\":\"order\",\"order\":{\"id\":1}},{\"kind\":\"order\"}]")))
                .containsExactly("orders 1", "orders");
        assertThat(words(told("events: {stream: [orders, logs]}\n", "{}"))).containsExactly("orders", "logs");
    }

    @Test
    void a_trial_tells_nothing_and_what_is_no_event_cannot_be_read() throws BadPage {
        assertThat(words(told(EVENTS, "{\"ping\":true}"))).isEmpty();
        for (String body : List.of("", "{", "[]x", "{\"data\":{\"events\":[1]}}", "{\"data\":{\"events\":null}}")) {
            assertThatThrownBy(() -> told(EVENTS, body)).as(body).isInstanceOf(BadPage.class);
        }
    }

    @Test
    void an_event_is_the_same_whenever_it_is_delivered_and_no_other() throws BadPage {
        String one = "{\"data\":{\"events\":[{\"id\":\"e1\",\"meta\":{\"type\":\"order.packed\"},\"order_id\":1}]}}";
        List<String> ids = ids(told(EVENTS, one));
        assertThat(ids).doesNotHaveDuplicates().hasSize(2);
        assertThat(ids(told(EVENTS, one.replace("}]", ",\"attempt\":2}]")))).isEqualTo(ids);
        assertThat(ids(told(EVENTS, one.replace("e1", "e2")))).doesNotContainAnyElementsOf(ids);
    }

    @Test
    void an_event_without_a_name_is_known_by_all_that_it_says_and_the_time_it_was_signed() throws BadPage {
        String events = "events: {stream: orders, key: id}\n";
        assertThat(ids(told(events, "{\"id\":1}")))
                .isEqualTo(ids(told(events, " { \"id\" : 1 }")))
                .isNotEqualTo(ids(told(events, "{\"id\":1,\"n\":2}")));
        ManifestSource source = source(webhooks(
                "signature: {header: X-Sign, signed: '{timestamp}{body}', timestamp: {header: X-Time}}\n", events));
        List<String> ids = new ArrayList<>();
        for (String time : List.of("1", "2")) {
            ids.addAll(ids(hear(source, Map.of("X-Time", time, "X-Sign", sign(time + "{\"id\":1}")), "{\"id\":1}")));
        }
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void whatever_an_event_is_called_its_hint_can_be_stored() throws BadPage {
        String hostile = "{\"id\":\"" + "x".repeat(5000) + "\",\"key\":\"" + "y".repeat(501) + "\"}";
        assertThat(words(told("events: {stream: orders, id: id, key: key}\n", hostile)))
                .containsExactly("orders");
        assertThat(words(told(
                        "events: {stream: orders, id: id, key: key}\n", "{\"id\":\"\\u0000\",\"key\":\"a\\u0000\"}")))
                .containsExactly("orders");
    }

    @Test
    void a_manifest_that_declares_webhooks_has_a_setting_for_secret_and_address() {
        ManifestSource usual = source(webhooks(PLAIN, EVENTS));
        assertThat(Hooked.of(usual)).isPresent();
        assertThat(usual.spec().settings())
                .extracting(Setting::name)
                .containsExactly("url", "hooks.key", "webhook_secret", "webhook_url");
        ManifestSource own = source(webhooks("secret: hooks.key\n" + PLAIN, EVENTS));
        assertThat(own.secretName()).isEqualTo("hooks.key");
        assertThat(own.spec().settings()).extracting(Setting::name).containsExactly("url", "hooks.key", "webhook_url");
    }

    @Test
    void a_manifest_that_declares_none_takes_none() throws BadPage {
        ManifestSource silent = source(Shop.saying(SPECIFICATION, "safety_lag: PT1M"));
        assertThat(Hooked.of(silent)).isEmpty();
        assertThat(silent.spec().settings()).extracting(Setting::name).containsExactly("url", "hooks.key");
        assertThat(hear(silent, Map.of(), BODY)).isInstanceOf(Heard.Refused.class);
    }

    @Test
    void mistakes_are_told_with_their_place_and_what_was_probably_meant() {
        assertThat(problems("""
            secret: hook.key
            signatures: {}
            signature:
              haeder: X-Sign
              algorithm: sha256
              encoding: base32
              signed: "{timestmp}.{bdy}"
              timestamp: {header: X-Time, unit: sec, window: PT30S, skew: 1}
            """, """
            events:
              paths: [data]
              type: "**"
              streams: {a: ordres, b: [logs, orders], c: []}
              gone: {values: [x]}
            """))
                .containsExactlyInAnyOrder(
                        ".signatures: there is no 'signatures' here, did you mean 'signature'?",
                        ".secret: the spec has no 'hook.key', did you mean 'hooks.key'?; 'webhook_secret' is there"
                                + " without being said",
                        ".signature.haeder: there is no 'haeder' here, did you mean 'header'?",
                        ".signature: 'header' is missing",
                        ".signature.algorithm: 'sha256' is none of hmac-sha1, hmac-sha256",
                        ".signature.encoding: 'base32' is none of base64, hex",
                        ".signature.signed: there is no '{timestmp}' to sign, did you mean '{timestamp}'? ({body},"
                                + " {method}, {path}, {timestamp}, {uri})",
                        ".signature.signed: there is no '{bdy}' to sign, did you mean '{body}'? ({body}, {method},"
                                + " {path}, {timestamp}, {uri})",
                        ".signature.signed: without {body} anybody who sees one webhook could sign another",
                        ".signature.timestamp.skew: there is no 'skew' here",
                        ".signature.timestamp.unit: 'sec' is none of iso, ms, s",
                        ".signature.timestamp.window: 'PT30S' is not a number of whole minutes from PT1M to PT24H",
                        ".events.paths: there is no 'paths' here, did you mean 'path'?",
                        ".events.type: a path to one value: it takes names and numbers only",
                        ".events.streams.a: there is no stream 'ordres' that is read, did you mean 'orders'?",
                        ".events.streams.c: no stream is named",
                        ".events.gone: which record is gone is said by 'key'",
                        ".events.gone: 'path' is missing: the field that says that the record was deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{body}", "{timestamp}.{body}"})
    void a_time_that_is_not_signed_is_no_time(String signed) {
        boolean isSigned = signed.contains("timestamp");
        String signature = "signature: {header: X-Sign, signed: '%s'%s}\n"
                .formatted(signed, isSigned ? "" : ", timestamp: {header: X-Time}");
        assertThat(problems(signature, EVENTS))
                .containsExactly(
                        isSigned
                                ? ".signature.signed: {timestamp} is that of 'timestamp', of which the 'header' is not"
                                        + " said"
                                : ".signature.timestamp: a time that is not signed proves nothing: put {timestamp} into"
                                        + " 'signed'");
    }

    @Test
    void a_path_that_leads_nowhere_is_refused() {
        assertThat(problems(
                        "signature: {header: X-Sign, timestamp: {path: []}}\n", EVENTS.replace("[meta, type]", "[]")))
                .containsExactlyInAnyOrder(
                        ".signature.timestamp.path: a path of no field",
                        ".events.type: a path of no field",
                        ".events.gone: 'path' is missing: the field that says that the record was deleted");
    }

    @Test
    void a_secret_that_would_be_shown_is_refused() {
        assertThat(problems("secret: url\n" + PLAIN, EVENTS))
                .containsExactly(".secret: 'url' of the spec is no secret: mark it 'airbyte_secret: true'");
    }
}
