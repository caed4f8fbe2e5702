package dev.tidemark.connectors.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.Hint;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.Settings;
import dev.tidemark.connectors.airtable.AirtableConnector;
import dev.tidemark.connectors.intercom.IntercomConnector;
import dev.tidemark.connectors.stripe.StripeConnector;
import dev.tidemark.connectors.zendesk.ZendeskConnector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A webhook of each vendor, signed by another program. HubSpot's has a test of its own. */
class VendorsWebhooksTest {

    /** One of them, and what it sent. */
    record Vendor(
            String name,
            Hooked connector,
            String secret,
            Map<String, String> headers,
            String body,
            Optional<String> signedAt,
            List<String> tells,
            String signature) {

        Heard hear(String named, String said, String signature) throws BadPage {
            Map<String, String> sent = new HashMap<>();
            headers.forEach((key, value) -> sent.put(key, value.formatted(signature)));
            return connector.hear(
                    new Settings(Map.of("base", "appABCDEF1234")),
                    Secret.of(named, secret),
                    new HookRequest(
                            URI.create("https://hooks.example.com/hooks/acme/x"),
                            sent,
                            said.getBytes(StandardCharsets.UTF_8)));
        }
    }

    static final List<Vendor> VENDORS = List.of(
            new Vendor(
                    "stripe",
                    new StripeConnector(),
                    "whsec_test",
                    Map.of("Stripe-Signature", "t=1492774577,v1=00ff,v1=%s,v0=aa"),
                    "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"customer.updated\",\"data\":{\"object\":{\"id\":\"cus_1\"}}}",
                    Optional.of("2017-04-21T11:36:17Z"),
                    List.of("customers", "events"),
                    "0444a98b068904bdbcad8e2d837bf4edf67834793514140b09d3b6595e0cc824"),
            // The secret is the one that Zendesk's guide gives for trials.
            new Vendor(
                    "zendesk",
                    new ZendeskConnector(),
                    "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==",
                    Map.of(
                            "X-Zendesk-Webhook-Signature-Timestamp",
                            "2021-03-25T05:09:27Z",
                            "X-Zendesk-Webhook-Signature",
                            "%s"),
                    "{\"type\":\"zen:event-type:ticket.status_changed\",\"id\":\"cbe4028c-7239-495d-b020-f22348516046\","
                            + "\"detail\":{\"id\":\"35\"}}",
                    Optional.of("2021-03-25T05:09:27Z"),
                    List.of("tickets 35"),
                    "Ey9KXIcVBoOryU4GjnIdXUtga0qO3Nku0WJpsE+G7J8="),
            new Vendor(
                    "intercom",
                    new IntercomConnector(),
                    "4f1a-of-the-app",
                    Map.of("X-Hub-Signature", "sha1=%s"),
                    "{\"type\":\"notification_event\",\"id\":\"notif_1\",\"topic\":\"contact.deleted\","
                            + "\"data\":{\"item\":{\"type\":\"contact\",\"id\":\"66c8\"}}}",
                    Optional.empty(),
                    List.of("contacts 66c8 gone"),
                    "ccc040ff12e82cbcc2ccc9fbac73c4477d983e96"),
            new Vendor(
                    "airtable",
                    new AirtableConnector(),
                    "c2VjcmV0LW9mLW1hYw==",
                    Map.of("X-Airtable-Content-MAC", "hmac-sha256=%s"),
                    "{\"base\":{\"id\":\"appABCDEF1234\"},\"webhook\":{\"id\":\"achABC1\"},"
                            + "\"timestamp\":\"2022-02-01T21:25:05.663Z\"}",
                    Optional.empty(),
                    List.of("feed achABC1"),
                    "9b022072aed13f58c69f61b11b0dad3325ec8276bf60433bbcfd9d19bcfc2083"));

    static List<Vendor> vendors() {
        return VENDORS;
    }

    private static String words(Hint hint) {
        return switch (hint) {
            case Hint.OfRecord r -> r.stream() + " " + r.key() + (r.gone() ? " gone" : "");
            case Hint.OfStream s -> s.stream();
            case Hint.OfFeed f -> "feed " + f.feed();
        };
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void what_the_vendor_signed_is_heard(Vendor vendor) throws BadPage {
        assertThat(vendor.hear("webhook_secret", vendor.body, vendor.signature()))
                .isInstanceOfSatisfying(Heard.Hints.class, heard -> {
                    assertThat(heard.hints().stream().map(VendorsWebhooksTest::words))
                            .containsExactlyElementsOf(vendor.tells());
                    assertThat(heard.signedAt()).isEqualTo(vendor.signedAt().map(Instant::parse));
                    assertThat(heard.hints()).extracting(Hint::id).doesNotHaveDuplicates();
                });
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void what_anybody_else_made_is_refused(Vendor vendor) throws BadPage {
        String right = vendor.signature();
        String wrong = (right.startsWith("0") ? "1" : "0") + right.substring(1);
        assertThat(vendor.hear("webhook_secret", vendor.body + " ", right)).isInstanceOf(Heard.Refused.class);
        assertThat(vendor.hear("webhook_secret", vendor.body, wrong)).isInstanceOf(Heard.Refused.class);
        assertThat(vendor.hear("webhook_secret", vendor.body, "")).isInstanceOf(Heard.Refused.class);
        assertThat(vendor.hear("another_secret", vendor.body, right))
                .isInstanceOfSatisfying(
                        Heard.Refused.class,
                        refused -> assertThat(refused.why()).doesNotContain(vendor.secret));
        assertThat(vendor.connector.hear(
                        new Settings(Map.of("base", "appABCDEF1234")),
                        Secret.of("webhook_secret", vendor.secret),
                        new HookRequest(URI.create("/x"), Map.of(), vendor.body.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Heard.Refused.class);
    }
}
