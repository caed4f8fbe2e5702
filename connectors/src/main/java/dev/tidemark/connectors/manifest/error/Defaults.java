package dev.tidemark.connectors.manifest.error;

import dev.tidemark.connectors.manifest.error.Resolution.Action;

/** What answers come to where the manifest says nothing. */
final class Defaults {

    private Defaults() {}

    static Resolution of(Reply reply) {
        int status = reply.status();
        if (status < 400) {
            return Resolution.of(Action.SUCCESS, "");
        }
        Action action = switch (status) {
            case 400, 401, 403, 404, 405 -> Action.FAIL;
            case 429 -> Action.RATE_LIMITED;
            default -> Action.RETRY; // unknown codes too: a passing fault is likelier than not
        };
        return Resolution.of(action, message(reply));
    }

    static String message(Reply reply) {
        String said = reply.message();
        return "the API answered HTTP " + reply.status() + (said.isEmpty() ? "" : ": " + said);
    }
}
