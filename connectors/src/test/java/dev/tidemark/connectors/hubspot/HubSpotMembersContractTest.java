package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.testkit.Step;
import dev.tidemark.sandbox.hubspot.crm.Lists;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The suite over memberships: lists, and then the members of each, which takes more than one page. */
class HubSpotMembersContractTest extends HubSpotSourceContractTest {

    @Override
    protected Step api() {
        var account = new HubAccount(3, 0);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 260; i++) {
            ids.add(account.create("notes", Map.of("hs_note_body", "Note " + i)));
        }
        Lists lists = account.sandbox.portal().lists();
        for (String name : List.of("all", "nobody", "some")) {
            var list = lists.create(name, account.type("notes"), "MANUAL", "", "");
            lists.change(list, ids.subList(0, Map.of("all", 260, "some", 7).getOrDefault(name, 0)), List.of());
        }
        return account;
    }

    @Override
    protected String stream() {
        return "list_memberships";
    }

    @Override
    protected int records() {
        return 267;
    }
}
