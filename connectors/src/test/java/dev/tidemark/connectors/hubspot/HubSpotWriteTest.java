package dev.tidemark.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connector.testkit.TestAccess;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HubSpotWriteTest {

    private final HubAccount account = new HubAccount(21, 300);

    private static ModelRow row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return new ModelRow(String.valueOf(namesAndValues[1]), "h", values, 0);
    }

    private List<Outcome> write(WriteSpec spec, List<ModelRow> rows) {
        WriteAnswer answer = account.connector.write(account.access, spec, rows);
        assertThat(answer).isInstanceOf(WriteAnswer.Done.class);
        return ((WriteAnswer.Done) answer).outcomes();
    }

    private JsonNode properties(String type, String id) {
        return account.sandbox.portal().store().newest(type, id).orElseThrow().body();
    }

    private static WriteSpec contacts(Mode mode, @Nullable String match, String... fields) {
        Map<String, String> mapping = new LinkedHashMap<>();
        for (String field : fields) {
            mapping.put(field, field);
        }
        return new WriteSpec("contacts", mode, Optional.ofNullable(match), mapping);
    }

    @Test
    void values_of_every_type_arrive_and_null_clears() throws HttpFailed {
        WriteSpec spec = contacts(
                Mode.UPSERT,
                "external_id",
                "external_id",
                "firstname",
                "health_score",
                "is_champion",
                "renewal_date",
                "hs_lead_status");
        assertThat(account.connector.prepare(account.access, spec)).isEqualTo(100);
        ModelRow row = row(
                "external_id",
                "w-1",
                "firstname",
                "Ann",
                "health_score",
                new BigDecimal("1E+1"),
                "is_champion",
                true,
                "renewal_date",
                LocalDate.of(2027, 3, 1),
                "hs_lead_status",
                "OPEN");
        Outcome made = write(spec, List.of(row)).getFirst();
        assertThat(made).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
            assertThat(accepted.created()).isTrue();
            JsonNode kept = properties("contacts", accepted.id());
            assertThat(kept.path("external_id").asString("")).isEqualTo("w-1");
            assertThat(kept.path("health_score").asString("")).isEqualTo("10");
            assertThat(kept.path("is_champion").asString("")).isEqualTo("true");
            assertThat(kept.path("renewal_date").asString("")).isEqualTo("2027-03-01");
        });
        ModelRow emptied = row(
                "external_id", "w-1",
                "firstname", null,
                "health_score", null,
                "is_champion", null,
                "renewal_date", null,
                "hs_lead_status", null);
        assertThat(write(spec, List.of(emptied)).getFirst())
                .isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
                    assertThat(accepted.created()).isFalse();
                    assertThat(properties("contacts", accepted.id()).has("firstname"))
                            .isFalse();
                });
    }

    @Test
    void each_row_has_its_own_outcome_whatever_order_hubspot_answers_in() {
        WriteSpec spec = contacts(Mode.INSERT, null, "email", "health_score");
        String taken = account.truth("contacts", "email").values().stream()
                .map(String::valueOf)
                .filter(email -> email.contains("@"))
                .findFirst()
                .orElseThrow();
        List<ModelRow> rows = new ArrayList<>();
        for (int i = 0; i < 98; i++) {
            rows.add(row("email", "many" + i + "@mail.example", "health_score", (long) i));
        }
        rows.add(20, row("email", taken, "health_score", 1L));
        rows.add(40, row("email", "bad@mail.example", "health_score", "much"));
        List<Outcome> outcomes = write(spec, rows);
        for (int i = 0; i < rows.size(); i++) {
            Object email = rows.get(i).values().get("email");
            if (outcomes.get(i) instanceof Outcome.Accepted(String id, boolean created)) {
                assertThat(properties("contacts", id).path("email").asString(""))
                        .isEqualTo(email);
                assertThat(created).isTrue();
            }
        }
        assertThat(outcomes.get(20))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refused -> assertThat(refused.code()).isEqualTo("CONFLICT"));
        assertThat(outcomes.get(40))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refused -> assertThat(refused.message()).contains("much was not a valid number"));
        assertThat(outcomes).filteredOn(Outcome.Accepted.class::isInstance).hasSize(98);
    }

    @Test
    void an_update_creates_nothing() {
        int before = account.truth("contacts", "email").size();
        String id = account.create("contacts", Map.of("external_id", "u-1"));
        WriteSpec byKey = contacts(Mode.UPDATE, "external_id", "external_id", "jobtitle");
        List<Outcome> outcomes = write(
                byKey,
                List.of(
                        row("external_id", "u-1", "jobtitle", "Captain"),
                        row("external_id", "nobody", "jobtitle", "Ghost"),
                        row("external_id", null, "jobtitle", "None")));
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(id, false));
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refused -> assertThat(refused.code()).isEqualTo("OBJECT_NOT_FOUND"));
        assertThat(outcomes.get(2))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refused -> assertThat(refused.code()).isEqualTo("NO_MATCH_VALUE"));
        WriteSpec byId = contacts(Mode.UPSERT, "id", "id", "jobtitle");
        assertThat(write(byId, List.of(row("id", id, "jobtitle", "Pilot"))))
                .containsExactly(new Outcome.Accepted(id, false));
        assertThat(properties("contacts", id).path("jobtitle").asString("")).isEqualTo("Pilot");
        assertThat(account.truth("contacts", "email")).hasSize(before + 1);
    }

    @Test
    void one_record_twice_in_a_batch_is_refused_as_a_whole_to_be_sent_in_parts() {
        WriteSpec spec = contacts(Mode.UPSERT, "external_id", "external_id", "firstname");
        List<ModelRow> twice =
                List.of(row("external_id", "t-1", "firstname", "A"), row("external_id", "t-1", "firstname", "B"));
        assertThat(account.connector.write(account.access, spec, twice))
                .isInstanceOfSatisfying(
                        WriteAnswer.Refused.class,
                        refused -> assertThat(refused.why()).contains("Duplicate IDs"));
    }

    @Test
    void a_row_is_found_at_once_whatever_a_search_knows() throws HttpFailed {
        WriteSpec spec = contacts(Mode.INSERT, "email", "email", "firstname");
        ModelRow there = row("email", "Found@Mail.example", "firstname", "A");
        write(spec, List.of(there));
        List<Outcome> found = account.connector
                .lookUp(account.access, spec, List.of(row("email", "lost@mail.example"), there, row("email", null)))
                .orElseThrow();
        assertThat(found.get(0)).isInstanceOf(Outcome.Again.class);
        assertThat(found.get(1)).isInstanceOf(Outcome.Accepted.class);
        assertThat(found.get(2)).isInstanceOf(Outcome.Uncertain.class);
        assertThat(account.connector.lookUp(account.access, contacts(Mode.INSERT, null, "email"), List.of(there)))
                .isEmpty();
    }

    @Test
    void a_custom_object_can_be_written() throws HttpFailed {
        var spec = new WriteSpec(
                "p147893286_vessels",
                Mode.UPSERT,
                Optional.of("imo_number"),
                Map.of("imo_number", "imo", "launched_on", "day", "tonnage", "size"));
        assertThat(account.connector.prepare(account.access, spec)).isEqualTo(100);
        Outcome made = write(
                        spec, List.of(row("imo", "IMO1", "day", Instant.parse("2020-02-02T00:00:00Z"), "size", 5.5)))
                .getFirst();
        assertThat(made)
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class,
                        accepted -> assertThat(properties("vessels", accepted.id())
                                        .path("launched_on")
                                        .asString(""))
                                .isEqualTo("2020-02-02"));
    }

    @Test
    void a_mapping_that_cannot_work_is_told_with_every_mistake() {
        WriteSpec wrong = contacts(Mode.UPSERT, "jobtitle", "jobtitle", "createdate", "emial");
        assertThatThrownBy(() -> account.connector.prepare(account.access, wrong))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("'createdate' cannot be written")
                .hasMessageContaining("did you mean 'email'?")
                .hasMessageContaining(
                        "cannot be matched by 'jobtitle': choose email or external_id or hs_object_id or id");
        var owners = new WriteSpec("owners", Mode.INSERT, Optional.empty(), Map.of("email", "email"));
        assertThatThrownBy(() -> account.connector.prepare(account.access, owners))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("no records of 'owners'");
    }

    @Test
    void an_account_without_token_or_app_is_explained() {
        TestAccess none = TestAccess.to(account.connector, Map.of(), Map.of(), account.api);
        assertThat(account.connector.check(none).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString()).contains("neither 'token' nor 'client_id'"));
        TestAccess wrong = TestAccess.to(account.connector, Map.of(), Map.of("token", "nonsense-token"), account.api);
        assertThat(account.connector.check(wrong).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.whatToDo()).contains("private app"));
    }
}
