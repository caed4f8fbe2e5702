package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connectors.rest.Checkup;
import dev.tidemark.connectors.rest.Troubled;

/** Tries an account step by step. */
final class Trial {

    private Trial() {}

    static Check of(Access access) {
        return new Checkup("Stripe", "'url'")
                .then("key and version", () -> {
                    Listing page = asked(access, "/v1/events?limit=1", "the feed of events");
                    return "the key is good, and events are shown" + (page.count() == 0 ? "; there are none yet" : "");
                })
                .then("customers", () -> {
                    asked(access, "/v1/customers?limit=1", "the list of customers");
                    return "customers are shown";
                })
                .done();
    }

    private static Listing asked(Access access, String path, String what) throws HttpFailed, Troubled, BadPage {
        return Listing.of(Stripe.API.ask(access, Stripe.get(access, path), what).body(), "created");
    }
}
