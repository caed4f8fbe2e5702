package dev.tidemark.connectors.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.ScriptedApi;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StripeWriteTest {

    private static final String CUSTOMERS = "/v1/customers";

    private final StripeConnector connector = new StripeConnector();
    private final MiniStripe stripe = MiniStripe.holding(3);
    private final ScriptedApi api = ScriptedApi.of(stripe);

    private WriteAnswer write(WriteSpec spec, ModelRow row) {
        return write(api, spec, row);
    }

    private WriteAnswer write(ScriptedApi to, WriteSpec spec, ModelRow row) {
        return connector.write(access(to), spec, List.of(row));
    }

    private TestAccess access(ScriptedApi to) {
        return TestAccess.to(connector, Map.of(), Map.of("api_key", MiniStripe.KEY), to);
    }

    private static WriteSpec upsert() {
        return new WriteSpec(
                "customers",
                Mode.UPSERT,
                Optional.of("metadata.code"),
                Map.of("metadata.code", "code", "name", "name"));
    }

    private static ModelRow row(String code, String name) {
        return new ModelRow(code, "1", Map.of("code", code, "name", name), 0);
    }

    private static Outcome outcome(WriteAnswer answer) {
        assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
        return ((WriteAnswer.Done) answer).outcomes().getFirst();
    }

    private List<HttpRequest> posts() {
        return api.asked().stream().filter(r -> r.method().equals("POST")).toList();
    }

    private static String body(HttpRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    @Test
    void an_upsert_changes_the_record_that_the_metadata_names_and_creates_what_is_not_there() {
        assertThat(outcome(write(upsert(), row("C2", "Cutter")))).isEqualTo(new Outcome.Accepted("cus_2", false));
        assertThat(outcome(write(upsert(), row("C9", "Clipper")))).isEqualTo(new Outcome.Accepted("new_1", true));
        assertThat(stripe.byCode("C2").orElseThrow().path("name").asString()).isEqualTo("Cutter");
        assertThat(stripe.byCode("C9").orElseThrow().path("name").asString()).isEqualTo("Clipper");
    }

    @Test
    void only_what_creates_carries_an_idempotency_key() {
        write(upsert(), row("C2", "Cutter"));
        write(upsert(), row("C9", "Clipper"));
        assertThat(posts().get(0).headers()).doesNotContainKey("Idempotency-Key");
        assertThat(posts().get(1).headers()).containsKey("Idempotency-Key");
    }

    @Test
    void a_second_upsert_before_the_search_shows_the_first_creates_no_second_record() {
        write(upsert(), row("C9", "Clipper"));
        stripe.hiddenFromSearch.add("new_1");
        assertThat(outcome(write(upsert(), row("C9", "Clipper"))))
                .as("the same values")
                .isEqualTo(new Outcome.Accepted("new_1", true));
        assertThat(outcome(write(upsert(), row("C9", "Schooner"))))
                .as("other values")
                .isInstanceOf(Outcome.Again.class);
        assertThat(stripe.created).isEqualTo(1);
        stripe.hiddenFromSearch.clear();
        assertThat(outcome(write(upsert(), row("C9", "Schooner")))).isEqualTo(new Outcome.Accepted("new_1", false));
    }

    @Test
    void a_record_deleted_since_is_created_anew_once() {
        write(upsert(), row("C9", "Clipper"));
        stripe.delete(CUSTOMERS, "new_1", "customer.deleted", MiniStripe.NOW);
        assertThat(outcome(write(upsert(), row("C9", "Clipper")))).isEqualTo(new Outcome.Accepted("new_2", true));
        stripe.hiddenFromSearch.add("new_2");
        assertThat(outcome(write(upsert(), row("C9", "Clipper")))).isEqualTo(new Outcome.Accepted("new_2", true));
        assertThat(stripe.created).isEqualTo(2);
    }

    @Test
    void a_lost_answer_to_an_insert_is_sent_again_under_the_same_key() throws HttpFailed {
        var spec =
                new WriteSpec("customers", Mode.INSERT, Optional.of("metadata.code"), Map.of("metadata.code", "code"));
        var losing = ScriptedApi.of(stripe).disturb(0, Step::loseAnswer);
        assertThat(write(losing, spec, row("C9", ""))).isInstanceOf(WriteAnswer.Unknown.class);
        stripe.hiddenFromSearch.add("new_1");
        assertThat(connector.lookUp(access(api), spec, List.of(row("C9", ""))))
                .get()
                .satisfies(found -> assertThat(found.getFirst()).isInstanceOf(Outcome.Again.class));
        assertThat(outcome(write(spec, row("C9", "")))).isEqualTo(new Outcome.Accepted("new_1", true));
        assertThat(stripe.created).isEqualTo(1);
    }

    @Test
    void a_fault_that_stripe_repeats_is_left_to_a_person() {
        var failing = ScriptedApi.of(stripe)
                .disturb(
                        1,
                        step -> MiniStripe.typed(500, "api_error", "An unknown error occurred")
                                .header("Idempotent-Replayed", "true"));
        assertThat(outcome(write(failing, upsert(), row("C9", "x")))).isInstanceOf(Outcome.Uncertain.class);
    }

    @Test
    void a_rejected_row_is_tried_under_another_key() {
        var one = row("C9", "x");
        var later = new ModelRow(one.key(), one.hash(), one.values(), 1);
        assertThat(IdempotencyKey.ofUpsert(upsert(), "C9", one.attempts()))
                .isNotEqualTo(IdempotencyKey.ofUpsert(upsert(), "C9", later.attempts()));
        assertThat(IdempotencyKey.ofInsert(upsert(), one)).isNotEqualTo(IdempotencyKey.ofInsert(upsert(), later));
    }

    @Test
    void several_records_with_the_value_are_nobodys_guess() {
        stripe.put(CUSTOMERS, "cus_9", 5, "{\"metadata\": {\"code\": \"C2\"}}");
        assertThat(outcome(write(upsert(), row("C2", "x"))))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("several_match"));
    }

    @Test
    void the_search_knows_no_case_and_the_match_does() {
        assertThat(outcome(write(upsert(), row("c2", "x")))).isEqualTo(new Outcome.Accepted("new_1", true));
    }

    @Test
    void an_update_of_what_is_not_there_is_rejected() {
        var spec = new WriteSpec("customers", Mode.UPDATE, Optional.of("id"), Map.of("id", "id", "name", "name"));
        var row = new ModelRow("1", "1", Map.of("id", "cus_77", "name", "x"), 0);
        assertThat(outcome(write(spec, row)))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("resource_missing"));
    }

    @Test
    void a_declined_card_is_the_rows_and_a_locked_object_is_tried_again() {
        var declined = ScriptedApi.of(stripe)
                .disturb(1, step -> MiniStripe.error(402, "card_declined", "Your card was declined."));
        assertThat(outcome(write(declined, upsert(), row("C9", "x"))))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("card_declined"));
        var locked = ScriptedApi.of(stripe).disturb(1, step -> MiniStripe.error(429, "lock_timeout", "locked"));
        assertThat(outcome(write(locked, upsert(), row("C9", "x")))).isInstanceOf(Outcome.Again.class);
        var busy = ScriptedApi.of(stripe).disturb(1, step -> MiniStripe.typed(409, "idempotency_error", "in use"));
        assertThat(outcome(write(busy, upsert(), row("C9", "x")))).isInstanceOf(Outcome.Again.class);
    }

    @Test
    void values_become_a_form_with_brackets() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("code", "A&B");
        values.put("city", "Kiel");
        values.put("gone", null);
        values.put("ship", new ModelRow.JsonText("{\"name\": \"Ann\", \"address\": {\"line1\": \"Pier 1\"}}"));
        values.put("cents", new BigDecimal("1200.00"));
        values.put("locales", new ModelRow.JsonText("[\"de\", \"en\"]"));
        var spec = new WriteSpec(
                "customers",
                Mode.UPDATE,
                Optional.of("id"),
                Map.of(
                        "id", "id",
                        "metadata.a.b", "code",
                        "address.city", "city",
                        "phone", "gone",
                        "shipping", "ship",
                        "balance", "cents",
                        "preferred_locales", "locales"));
        values.put("id", "cus_1");
        write(spec, new ModelRow("1", "1", values, 0));
        assertThat(MiniStripe.params(body(posts().getFirst())))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "metadata[a.b]", "A&B",
                        "address[city]", "Kiel",
                        "phone", "",
                        "shipping[name]", "Ann",
                        "shipping[address][line1]", "Pier 1",
                        "balance", "1200",
                        "preferred_locales[0]", "de",
                        "preferred_locales[1]", "en"));
    }

    @Test
    void moments_are_seconds_and_what_cannot_be_changed_must_be_as_it_is() {
        stripe.put("/v1/coupons", "SPRING", 5, "{\"percent_off\": 10, \"name\": \"Spring\"}");
        var spec = new WriteSpec(
                "coupons",
                Mode.UPSERT,
                Optional.of("id"),
                Map.of("id", "id", "name", "name", "percent_off", "off", "redeem_by", "until"));
        Map<String, Object> values = Map.of(
                "id", "SPRING", "name", "Sale", "off", new BigDecimal("10.0"), "until", Instant.ofEpochSecond(99));
        assertThat(outcome(write(spec, new ModelRow("1", "1", new HashMap<>(values), 0))))
                .isEqualTo(new Outcome.Accepted("SPRING", false));
        assertThat(body(posts().getFirst())).isEqualTo("name=Sale");
        Map<String, @Nullable Object> other = new HashMap<>(values);
        other.put("off", new BigDecimal("20"));
        assertThat(outcome(write(spec, new ModelRow("1", "1", other, 0))))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("cannot_be_changed"));
        other.put("id", "SUMMER");
        assertThat(outcome(write(spec, new ModelRow("2", "1", other, 0))))
                .isEqualTo(new Outcome.Accepted("SUMMER", true));
        assertThat(body(posts().getLast())).isEqualTo("id=SUMMER&name=Sale&percent_off=20&redeem_by=99");
    }

    @Test
    void every_mistake_of_a_mapping_is_told_at_once() {
        var spec = new WriteSpec(
                "prices", Mode.UPDATE, Optional.of("nickname"), Map.of("unit_amount", "a", "nicknam", "b"));
        assertThatThrownBy(() -> connector.prepare(access(api), spec))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("'unit_amount' cannot be changed")
                .hasMessageContaining("did you mean 'nickname'?")
                .hasMessageContaining("the match field 'nickname' is not in the mapping")
                .hasMessageContaining("id or lookup_key or metadata");
        var charges = new WriteSpec("charges", Mode.INSERT, Optional.empty(), Map.of("description", "d"));
        assertThatThrownBy(() -> connector.prepare(access(api), charges)).hasMessageContaining("mode: update");
        var events = new WriteSpec("events", Mode.INSERT, Optional.empty(), Map.of("id", "d"));
        assertThatThrownBy(() -> connector.prepare(access(api), events))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.whatToDo()).contains("customers", "products"));
        assertThat(api.asked()).isEmpty();
    }
}
