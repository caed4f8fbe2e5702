package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connectors.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Tries an account step by step, and stops at the first step that fails. */
final class Checkup {

    private final Access access;
    private final List<Finding> findings = new ArrayList<>();

    private Checkup(Access access) {
        this.access = access;
    }

    static Check of(Access access) {
        var checkup = new Checkup(access);
        if (checkup.tried("sign in", checkup::signIn)) {
            if (checkup.tried("API version and allowance", checkup::allowance)) {
                checkup.tried("objects", checkup::objects);
            }
        }
        return new Check(checkup.findings);
    }

    private interface Part {
        String found() throws Troubled, HttpFailed, BadPage;
    }

    private boolean tried(String what, Part part) {
        Finding finding;
        try {
            finding = Finding.ok(what, part.found());
        } catch (Troubled e) {
            finding = wrong(what, e.trouble());
        } catch (ConnectorException e) {
            finding = Finding.wrong(what, String.valueOf(e.getMessage()), e.whatToDo());
        } catch (HttpFailed e) {
            finding = Finding.wrong(what, "no answer: " + e.getMessage(), "Check 'url' and the way to the internet");
        } catch (BadPage e) {
            finding = Finding.wrong(what, "not an answer of Salesforce: " + e.getMessage(), "Check 'url'");
        }
        findings.add(finding);
        return finding.ok();
    }

    private static Finding wrong(String what, Trouble trouble) {
        return switch (trouble) {
            case Trouble.Wait wait -> Finding.wrong(what, wait.why(), "Wait " + wait.atLeast() + " and try again");
            case Trouble.Retry retry -> Finding.wrong(what, retry.why(), "Check 'url', and try again in a minute");
            case Trouble.Stop stop -> Finding.wrong(what, stop.why(), stop.whatToDo());
        };
    }

    private String signIn() throws Troubled {
        return "signed in at " + SignIn.session(access).instance().getHost();
    }

    private String allowance() throws Troubled, HttpFailed, BadPage {
        HttpAnswer answer = Calls.get(access, Calls.path(access, "/limits"), "the list of limits");
        JsonNode daily = Json.tree(answer.body()).path("DailyApiRequests");
        return Login.version(access.settings()) + ", " + daily.path("Remaining").asLong(0) + " of "
                + daily.path("Max").asLong(0) + " requests left in 24 hours";
    }

    private String objects() throws Troubled, HttpFailed {
        return Describe.names(access).size() + " objects of interest are visible";
    }
}
