package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connectors.rest.Checkup;
import dev.tidemark.connectors.rest.Troubled;
import tools.jackson.databind.JsonNode;

/** Tries an account step by step. */
final class Trial {

    private Trial() {}

    static Check of(Access access) {
        return new Checkup("Zendesk", "'url'")
                .then("sign in", () -> me(access))
                .then("exports", () -> {
                    Login.API.tree(
                            access,
                            Login.API.request(
                                    access, "GET", Pages.API + "/incremental/users/cursor?start_time=0&per_page=1"),
                            "the export of users");
                    return "changes of tickets, users and organizations can be exported";
                })
                .done();
    }

    /** Zendesk answers whoever does not sign in as an anonymous user, with success. */
    private static String me(Access access) throws Troubled, HttpFailed, BadPage {
        JsonNode user = Login.API
                .tree(access, Login.API.request(access, "GET", Pages.API + "/users/me"), "the user")
                .path("user");
        if (!user.isObject()) {
            throw new BadPage("no user");
        }
        if (!user.path("id").isNumber()) {
            throw new ConnectorException(
                    "source.login_refused", "Zendesk takes the account for an anonymous user", Login.REFUSALS.signIn());
        }
        String role = user.path("role").asString("");
        if (!role.equals("admin")) {
            throw new ConnectorException(
                    "source.forbidden", "signed in with the role '" + role + "'", Login.REFUSALS.permission());
        }
        return "signed in as an administrator";
    }
}
