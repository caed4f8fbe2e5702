package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Asks the org which objects it has, and what an object is like. One request each. */
final class Describe {

    /**
     * The standard objects that are described without being asked for: an org has well over a thousand, and each costs a
     * request of the daily allowance. Any other is found by its name.
     */
    private static final Set<String> COMMON = Set.of(
            "Account",
            "AccountContactRelation",
            "Asset",
            "Campaign",
            "CampaignMember",
            "Case",
            "CaseComment",
            "Contact",
            "Contract",
            "EmailMessage",
            "Event",
            "Group",
            "Lead",
            "Opportunity",
            "OpportunityContactRole",
            "OpportunityHistory",
            "OpportunityLineItem",
            "OpportunityStage",
            "Order",
            "OrderItem",
            "Pricebook2",
            "PricebookEntry",
            "Product2",
            "Profile",
            "Quote",
            "QuoteLineItem",
            "RecordType",
            "Task",
            "User",
            "UserRole");

    private Describe() {}

    /** The objects worth describing: the common standard ones and the org's own. */
    static List<String> names(Access access) throws HttpFailed, Troubled {
        JsonNode all = tree(Calls.get(access, Calls.path(access, "/sobjects"), "the list of objects"));
        List<String> names = new ArrayList<>();
        for (JsonNode object : all.path("sobjects")) {
            String name = object.path("name").asString("");
            boolean worth = COMMON.contains(name) || (object.path("custom").asBoolean(false) && name.endsWith("__c"));
            if (worth && is(object, "queryable") && !is(object, "deprecatedAndHidden")) {
                names.add(name);
            }
        }
        return names;
    }

    /** @return empty where the org has no such object, or does not show it to this user */
    static Optional<SObject> object(Access access, String name) throws HttpFailed, Troubled {
        if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            return Optional.empty();
        }
        String path = Calls.path(access, "/sobjects/" + name + "/describe");
        HttpAnswer answer = Calls.send(access, session -> HttpRequest.get(Calls.uri(session, path)))
                .answer();
        boolean unknown = answer.status() == 404
                && Errors.said(answer).filter(e -> e.code().equals("NOT_FOUND")).isPresent();
        if (unknown) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw new Troubled(Errors.of(answer, "the description of " + name));
        }
        return Optional.of(SObject.of(tree(answer)));
    }

    private static JsonNode tree(HttpAnswer answer) throws Troubled {
        try {
            return Json.tree(answer.body());
        } catch (BadPage e) {
            throw new Troubled(Errors.strange(answer, "a description", e));
        }
    }

    static boolean is(JsonNode node, String property) {
        return node.path(property).asBoolean(false);
    }
}
