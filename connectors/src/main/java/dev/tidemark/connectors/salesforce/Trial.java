package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Checkup;
import dev.tidemark.connectors.rest.Troubled;
import tools.jackson.databind.JsonNode;

/** Tries an account step by step. */
final class Trial {

    private Trial() {}

    static Check of(Access access) {
        return new Checkup("Salesforce", "'url'")
                .then(
                        "sign in",
                        () -> "signed in at "
                                + SignIn.session(access).instance().getHost())
                .then("API version and allowance", () -> allowance(access))
                .then("objects", () -> Describe.names(access).size() + " objects of interest are visible")
                .done();
    }

    private static String allowance(Access access) throws Troubled, HttpFailed, BadPage {
        HttpAnswer answer = Calls.get(access, Calls.path(access, "/limits"), "the list of limits");
        JsonNode daily = Json.tree(answer.body()).path("DailyApiRequests");
        return Login.version(access.settings()) + ", " + daily.path("Remaining").asLong(0) + " of "
                + daily.path("Max").asLong(0) + " requests left in 24 hours";
    }
}
