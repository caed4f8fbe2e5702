package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Reading;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The suite over the histories of what changed: a search for ids, and then batches of fifty. */
class HubSpotHistoryContractTest extends HubSpotSourceContractTest {

    @Override
    protected Step api() {
        var account = new HubAccount(3, 0);
        for (int i = 0; i < 110; i++) {
            String id = account.create("deals", Map.of("dealstage", "contractsent"));
            account.later(Duration.ofSeconds(1));
            for (String stage : i % 10 == 0 ? List.of("closedwon", "contractsent") : List.<String>of()) {
                account.later(Duration.ofSeconds(1));
                account.sandbox.portal().update(account.type("deals"), id, Map.of("dealstage", stage));
            }
        }
        account.later(Duration.ofMinutes(1));
        return account;
    }

    @Override
    protected String stream() {
        return "deals_property_history";
    }

    @Override
    protected Reading reading() {
        return new Reading.Since(TestAccess.NOW);
    }

    @Override
    protected int records() {
        return 132;
    }
}
