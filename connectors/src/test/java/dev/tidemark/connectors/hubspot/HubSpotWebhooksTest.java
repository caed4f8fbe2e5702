package dev.tidemark.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.Hint;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Settings;
import dev.tidemark.connectors.hook.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HubSpotWebhooksTest {

    private static final String SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
    private static final String URL = "https://hooks.example.com/hooks/acme/hubspot";

    /** The guide's example of a batch; its signature was made by another program. */
    private static final String BATCH =
            "[{\"eventId\":1,\"subscriptionId\":12345,\"portalId\":62515,\"occurredAt\":1564113600000,"
                    + "\"subscriptionType\":\"contact.creation\",\"attemptNumber\":0,\"objectId\":123,\"changeSource\":\"CRM\","
                    + "\"changeFlag\":\"NEW\"}]";

    private static final String SIGNED = "euvufmEu6Fl28fVDeNnwel5DeCdSYUSl4Of64TP/Ob4=";

    private final HubSpotConnector hubspot = new HubSpotConnector();

    private Heard hear(String url, String body, String signature, String timestamp) throws BadPage {
        return hubspot.hear(
                new Settings(Map.of()),
                Secret.of("webhook_secret", SECRET),
                new HookRequest(
                        URI.create(url),
                        Map.of("x-hubspot-signature-v3", signature, "X-HubSpot-Request-Timestamp", timestamp),
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Hint> hints(String events) throws BadPage {
        String signature = dev.tidemark.sandbox.hubspot.Webhooks.signature(
                SECRET, "POST", URI.create(URL), events.getBytes(StandardCharsets.UTF_8), "1");
        return ((Heard.Hints) hear(URL, events, signature, "1")).hints();
    }

    @Test
    void a_batch_that_the_vendor_signed_names_its_records() throws BadPage {
        assertThat(hear(URL, BATCH, SIGNED, "1564113601000")).isInstanceOfSatisfying(Heard.Hints.class, heard -> {
            assertThat(heard.signedAt()).contains(Instant.ofEpochMilli(1564113601000L));
            assertThat(heard.hints()).singleElement().isInstanceOfSatisfying(Hint.OfRecord.class, record -> {
                assertThat(record.stream()).isEqualTo("contacts");
                assertThat(record.key()).isEqualTo("123");
                assertThat(record.gone()).isFalse();
            });
        });
    }

    @Test
    void whatever_is_not_as_it_was_signed_is_refused() throws BadPage {
        assertThat(hear(URL, BATCH.replace("123,", "124,"), SIGNED, "1564113601000"))
                .isInstanceOf(Heard.Refused.class);
        assertThat(hear(URL, BATCH, SIGNED, "1564113601001")).isInstanceOf(Heard.Refused.class);
        assertThat(hear(URL + "?x", BATCH, SIGNED, "1564113601000")).isInstanceOf(Heard.Refused.class);
        assertThat(hear(URL, BATCH, "", "1564113601000")).isInstanceOf(Heard.Refused.class);
        assertThat(hear(URL, BATCH, SIGNED, "soon")).isInstanceOf(Heard.Refused.class);
        assertThat(hubspot.hear(
                        new Settings(Map.of()),
                        Secret.of("other", SECRET),
                        new HookRequest(
                                URI.create(URL),
                                Map.of(
                                        "X-HubSpot-Signature-v3",
                                        SIGNED,
                                        "X-HubSpot-Request-Timestamp",
                                        "1564113601000"),
                                BATCH.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Heard.Refused.class);
    }

    @Test
    void deletes_merges_and_associations_are_told_apart_and_what_is_unknown_is_passed_over() throws BadPage {
        List<Hint> hints = hints("""
            [{"eventId":1,"subscriptionType":"company.deletion","objectId":7,"occurredAt":1},
             {"eventId":1,"subscriptionType":"contact.merge","objectId":8,"newObjectId":9,"occurredAt":1},
             {"eventId":1,"subscriptionType":"object.creation","objectTypeId":"0-3","objectId":10,"occurredAt":1},
             {"eventId":1,"subscriptionType":"deal.associationChange","associationType":"DEAL_TO_CONTACT",
              "fromObjectId":1,"toObjectId":2,"occurredAt":1},
             {"eventId":1,"subscriptionType":"spaceship.creation","objectId":10,"occurredAt":1},
             {"eventId":1,"subscriptionType":"contact.creation","objectId":"../x","occurredAt":1},
             {"eventId":1}]\
            """);
        assertThat(hints.stream().map(HubSpotWebhooksTest::words))
                .containsExactly("companies 7 gone", "contacts 9", "deals 10", "deals_contacts", "contacts_deals");
        assertThat(hints).extracting(Hint::id).doesNotHaveDuplicates();
    }

    private static String words(Hint hint) {
        return switch (hint) {
            case Hint.OfRecord r -> r.stream() + " " + r.key() + (r.gone() ? " gone" : "");
            case Hint.OfStream s -> s.stream();
            case Hint.OfFeed f -> f.feed();
        };
    }

    @Test
    void the_same_event_has_the_same_name_and_another_one_another() throws BadPage {
        String event = "{\"eventId\":1,\"subscriptionType\":\"contact.propertyChange\",\"objectId\":7,\"occurredAt\":1,"
                + "\"propertyName\":\"%s\",\"attemptNumber\":%d}";
        List<Hint> hints = hints(
                "[" + event.formatted("a", 0) + "," + event.formatted("a", 1) + "," + event.formatted("b", 0) + "]");
        assertThat(hints.get(0)).isEqualTo(hints.get(1));
        assertThat(hints.get(0).id()).isNotEqualTo(hints.get(2).id());
    }

    @Test
    void what_is_signed_and_no_batch_is_a_bad_page() {
        assertThatThrownBy(() -> hints("{}")).isInstanceOf(BadPage.class);
        assertThatThrownBy(() -> hints("[")).isInstanceOf(BadPage.class);
    }
}
