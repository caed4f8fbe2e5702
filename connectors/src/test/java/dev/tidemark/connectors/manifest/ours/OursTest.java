package dev.tidemark.connectors.manifest.ours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.stream.Manifest;
import dev.tidemark.connectors.manifest.tree.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class OursTest {

    private static Ours ours(String said) {
        try {
            return Manifest.load(Shop.saying(said), InstantSource.fixed(Instant.EPOCH))
                    .ours();
        } catch (BadManifest e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> problems(String said) {
        return catchThrowableOfType(
                        BadManifest.class, () -> Manifest.load(Shop.saying(said), InstantSource.fixed(Instant.EPOCH)))
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void lag_quota_and_deletes_are_read() {
        Ours ours = ours("""
            safety_lag: PT1H
            quota: [10 per 1s, 500 per 15m]
            streams:
              orders:
                safety_lag: PT2H
                deletes: {tombstone: status, values: [deleted]}
            """);
        assertThat(ours.safetyLag()).contains(Duration.ofHours(1));
        assertThat(ours.quota())
                .containsExactly(new Allowance(10, Duration.ofSeconds(1)), new Allowance(500, Duration.ofMinutes(15)));
        Tombstone tombstone = ours.stream("orders").tombstone().orElseThrow();
        assertThat(tombstone.isIn(Map.of("status", "deleted"))).isTrue();
        assertThat(tombstone.isIn(Map.of("status", "open"))).isFalse();
        assertThat(ours.stream("logs")).isEqualTo(Ours.OfStream.NOTHING);
    }

    @Test
    void without_values_whatever_is_true_says_that_a_record_is_deleted() {
        Tombstone tombstone = ours("streams: {orders: {deletes: {tombstone: [meta, gone]}}}").stream("orders")
                .tombstone()
                .orElseThrow();
        for (String gone : List.of("true", "1", "\"2026-01-01\"", "\"true\"")) {
            assertThat(tombstone.isIn((Map<?, ?>) Json.read("{\"meta\": {\"gone\": " + gone + "}}")))
                    .as(gone)
                    .isTrue();
        }
        for (String there : List.of("false", "0", "\"\"", "null", "\"false\"")) {
            assertThat(tombstone.isIn((Map<?, ?>) Json.read("{\"meta\": {\"gone\": " + there + "}}")))
                    .as(there)
                    .isFalse();
        }
        assertThat(tombstone.isIn(Map.of())).isFalse();
    }

    @Test
    void every_mistake_is_told_with_its_line_and_what_was_probably_meant() {
        assertThat(problems("""
            saftey_lag: PT5M
            quota: 5 an hour
            streams:
              ordres:
                deletes: {tombstone: gone}
              logs:
                deletes: {tombstone: gone, vals: [1]}
              orders:
                safety_lag: five minutes
                webhook: {path: /hooks}
              boats:
                write:
                  fields: {sign: {type: string}}
                  upsert:
                    requester: {url: "https://x.io"}
                    match: [sing]
                    batch: 50
            """))
                .containsExactlyInAnyOrder(
                        "line 15, metadata.tidemark.saftey_lag: there is no 'saftey_lag' here, did you mean"
                                + " 'safety_lag'?",
                        "line 16, metadata.tidemark.quota: '5 an hour' is no allowance such as '10 per 1s' or '1000 per"
                                + " 1h'",
                        "line 18, metadata.tidemark.streams.ordres: there is no stream 'ordres' that is read, did you"
                                + " mean 'orders'?",
                        "line 21, metadata.tidemark.streams.logs.deletes.vals: there is no 'vals' here, did you mean"
                                + " 'values'?",
                        "line 21, metadata.tidemark.streams.logs.deletes: a stream without a primary key has no rows to"
                                + " delete",
                        "line 24, metadata.tidemark.streams.orders.webhook: webhooks are those of the account as a"
                                + " whole: write them to metadata.tidemark.webhooks",
                        "line 28, metadata.tidemark.streams.boats.write.upsert: 'results' is missing: where in the"
                                + " answer the results of the rows are, in the order sent",
                        "line 30, metadata.tidemark.streams.boats.write.upsert.match: 'sing' is none of the fields, did"
                                + " you mean 'sign'?");
    }

    private static Schema schema() throws IOException {
        try (InputStream in = Objects.requireNonNull(Ours.class.getResourceAsStream("metadata.schema.json"))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static boolean isValid(String json) throws IOException {
        return schema().validate(JsonMapper.shared().readTree(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'safety_lag': 'PT5M', 'quota': '3 per 1s', 'streams': {'orders': {'deletes': {'tombstone':"
                        + " 'gone'}}}}",
                "{'quota': ['3 per s', '100 per 15m'], 'streams': {'orders': {'safety_lag': 'PT1H',"
                        + " 'deletes': {'tombstone': ['a', 'b'], 'values': [1, 'x', null]}}}}",
                "{'streams': {'boats': {'write': {'fields': {'a': {}}, 'id': ['id'], 'create': {'requester':"
                        + " {'url': 'https://x.io'}, 'body': {'a': 1}, 'item': {}, 'batch': 5, 'results': ['r'],"
                        + " 'failed': '{{ false }}', 'code': 'c', 'message': 'm', 'created': '{{ true }}'},"
                        + " 'find': {'requester': {'url': 'https://x.io'}, 'match': ['a'], 'batch': 5,"
                        + " 'results': ['r'], 'more': '{{ false }}'}}}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign'}, 'events': {'stream': 'orders'}}}",
                "{'webhooks': {'secret': 'webhook_secret', 'signature': {'header': 'X-Sign', 'algorithm': 'hmac-sha1',"
                        + " 'encoding': 'base64', 'prefix': 'sha1=', 'signed': '{timestamp}.{method}{uri}{path}{body}',"
                        + " 'timestamp': {'header': 'X-Time', 'unit': 'ms', 'window': 'PT10M'}}, 'events': {'path':"
                        + " ['data', 'events'], 'id': 'id', 'type': ['meta', 'type'], 'streams': {'a': 'orders', 'b':"
                        + " ['orders', 'logs']}, 'key': 'order', 'gone': {'path': 'what', 'values': ['deleted']}}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign', 'timestamp': {'path': ['sent'], 'unit': 'iso'}},"
                        + " 'events': {'stream': ['orders', 'logs']}}}"
            })
    void what_the_schema_allows_is_read(String json) throws IOException {
        String said = json.replace('\'', '"');
        assertThat(isValid(said)).isTrue();
        ours(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'safety_lag': 'soon'}",
                "{'quota': 'many'}",
                "{'quoat': '3 per 1s'}",
                "{'streams': {'orders': {'webhook': {}}}}",
                "{'streams': {'orders': {'deletes': {'sweep': {'every': '1d'}}}}}",
                "{'streams': {'orders': {'write': {'fields': {'a': {}}}}}}",
                "{'streams': {'orders': {'write': {'fields': {'a': {}}, 'update': {'requester': {'url': 'x'}}}}}}",
                "{'streams': {'orders': {'write': {'fields': {'a': {}}, 'create': {'match': ['a'], 'requester':"
                        + " {'url': 'x'}}}}}}",
                "{'webhooks': {'events': {'stream': 'orders'}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign'}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign'}, 'events': {'stream': 'orders'}, 'url': 'x'}}",
                "{'webhooks': {'signature': {}, 'events': {'stream': 'orders'}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign', 'algorithm': 'md5'}, 'events': {'stream': 'orders'}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign', 'encoding': 'HEX'}, 'events': {'stream': 'orders'}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign', 'signed': '{path}'}, 'events': {'stream': 'orders'}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign', 'timestamp': {}}, 'events': {'stream': 'orders'}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign', 'timestamp': {'path': 'a', 'header': 'b'}}, 'events':"
                        + " {'stream': 'orders'}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign'}, 'events': {}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign'}, 'events': {'type': 'type'}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign'}, 'events': {'streams': {'a': 'orders'}}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign'}, 'events': {'stream': 'orders', 'type': 'type',"
                        + " 'streams': {'a': 'orders'}}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign'}, 'events': {'stream': 'orders', 'gone': {'path':"
                        + " 'what'}}}}",
                "{'webhooks': {'signature': {'header': 'X-Sign'}, 'events': {'stream': 'orders', 'key': 'id', 'gone':"
                        + " {'values': ['x']}}}}"
            })
    void what_the_schema_refuses_is_refused(String json) throws IOException {
        String said = json.replace('\'', '"');
        assertThat(isValid(said)).isFalse();
        assertThat(problems(said)).isNotEmpty();
    }

    @Test
    void the_schema_names_the_keys_that_are_read() throws IOException {
        Map<?, ?> schema;
        try (InputStream in = Objects.requireNonNull(Ours.class.getResourceAsStream("metadata.schema.json"))) {
            schema = (Map<?, ?>) Json.read(in.readAllBytes());
        }
        Map<?, ?> defs = map(schema, "$defs");
        assertThat(keys(schema)).isEqualTo(Ours.KEYS);
        assertThat(keys(map(defs, "stream"))).isEqualTo(Ours.STREAM_KEYS);
        assertThat(keys(map(defs, "change"))).isEqualTo(WriteRules.CHANGE_KEYS);
        assertThat(keys(map(defs, "find"))).isEqualTo(WriteRules.FIND_KEYS);
        Map<?, ?> stream = map(map(defs, "stream"), "properties");
        assertThat(keys(map(stream, "deletes"))).isEqualTo(Tombstone.KEYS);
        assertThat(keys(map(stream, "write"))).isEqualTo(WriteRules.KEYS);
        Map<?, ?> webhooks = map(defs, "webhooks");
        assertThat(keys(webhooks)).isEqualTo(Webhooks.KEYS);
        Map<?, ?> signature = map(map(webhooks, "properties"), "signature");
        assertThat(keys(signature)).isEqualTo(Signing.KEYS);
        assertThat(keys(map(map(signature, "properties"), "timestamp"))).isEqualTo(Signing.TIME_KEYS);
        Map<?, ?> events = map(map(webhooks, "properties"), "events");
        assertThat(keys(events)).isEqualTo(Told.KEYS);
        assertThat(keys(map(map(events, "properties"), "gone"))).isEqualTo(Told.GONE_KEYS);
    }

    private static Map<?, ?> map(Map<?, ?> map, String name) {
        return (Map<?, ?>) Objects.requireNonNull(map.get(name));
    }

    private static Set<?> keys(Map<?, ?> schema) {
        return map(schema, "properties").keySet();
    }
}
