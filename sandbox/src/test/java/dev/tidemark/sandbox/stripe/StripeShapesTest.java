package dev.tidemark.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.kit.Recorded;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The sandbox's objects have the keys and JSON types of recorded ones, where those are at hand. What ours has beside the recording
 * is not compared, for it answers the fields of several versions at once.
 */
class StripeShapesTest {
    private final Shop shop = new Shop(600);

    /** Each kind of object that the sandbox shows, as its list shows it. */
    private List<JsonNode> shown(Coll coll) {
        String more = coll == Coll.SUBSCRIPTION_ITEMS
                ? "&subscription=" + shop.stripe.books().ids(Coll.SUBSCRIPTIONS).getFirst()
                : "";
        return shop.get("/v1/" + coll.path() + "?limit=100" + more)
                .path("data")
                .valueStream()
                .toList();
    }

    @Test
    void objects_have_the_keys_and_types_of_recorded_ones() throws InterruptedException {
        Set<String> found = new LinkedHashSet<>();
        Set<String> compared = new LinkedHashSet<>();
        List<JsonNode> recorded = Recorded.of("stripe")
                .all("GET|POST|DELETE", ".*")
                .map(line -> line.path("response"))
                .toList();
        for (JsonNode response : recorded) {
            List<JsonNode> theirs = response.path("object").asString("").equals("list")
                    ? response.path("data").valueStream().toList()
                    : List.of(response);
            for (JsonNode each : theirs) {
                String object = each.path("object").asString("");
                for (Coll coll : Coll.values()) {
                    if (coll.object().equals(object) && !each.has("deleted")) {
                        shown(coll).forEach(ours -> {
                            compared.add(object);
                            Recorded.differences(each, ours, path -> path.endsWith("/metadata")).stream()
                                    .filter(difference -> !difference.endsWith("is not in the recording"))
                                    .forEach(difference -> found.add(object + difference));
                        });
                    }
                }
            }
        }
        assertThat(compared).contains("customer", "invoice", "payment_intent", "subscription", "product", "price");
        assertThat(found).isEmpty();
    }
}
