package dev.tidemark.connectors.rest;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import java.util.ArrayList;
import java.util.List;

/** Tries an account step by step, and stops at the first step that fails. */
public final class Checkup {

    private final String app;
    private final String address;
    private final List<Finding> findings = new ArrayList<>();
    private boolean ok = true;

    /**
     * @param app its name for people
     * @param address what to look at where nothing of the app is reached: the setting of its address, say
     */
    public Checkup(String app, String address) {
        this.app = app;
        this.address = address;
    }

    /** One thing to try. */
    @FunctionalInterface
    public interface Part {

        /** @return what was found, for people */
        String found() throws Troubled, HttpFailed, BadPage;
    }

    /** Tries the next step, unless one before it failed. */
    public Checkup then(String what, Part part) {
        if (ok) {
            Finding finding = tried(what, part);
            findings.add(finding);
            ok = finding.ok();
        }
        return this;
    }

    public Check done() {
        return new Check(findings);
    }

    private Finding tried(String what, Part part) {
        try {
            return Finding.ok(what, part.found());
        } catch (Troubled e) {
            return wrong(what, e.trouble());
        } catch (ConnectorException e) {
            return Finding.wrong(what, String.valueOf(e.getMessage()), e.whatToDo());
        } catch (HttpFailed e) {
            return Finding.wrong(
                    what, "no answer: " + e.getMessage(), "Check " + address + " and the way to the internet");
        } catch (BadPage e) {
            return Finding.wrong(what, "not an answer of " + app + ": " + e.getMessage(), "Check " + address);
        }
    }

    private Finding wrong(String what, Trouble trouble) {
        return switch (trouble) {
            case Trouble.Wait wait -> Finding.wrong(what, wait.why(), "Wait " + wait.atLeast() + " and try again");
            case Trouble.Retry retry ->
                Finding.wrong(what, retry.why(), "Check " + address + ", and try again in a minute");
            case Trouble.Stop stop -> Finding.wrong(what, stop.why(), stop.whatToDo());
        };
    }
}
