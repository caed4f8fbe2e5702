package dev.tidemark.connectors.salesforce;

/**
 * Where a pass over a stream stands. Salesforce's own locator lives for two days at most and only in its session (and a user
 * has few of them), so the last id stands beside it: with that alone the pass can go on.
 *
 * @param lastId of the records so far; empty where there was none
 * @param before records answered by earlier queries of the pass
 * @param within records answered by the query that the locator belongs to
 * @param session the {@linkplain Session#fingerprint mark} of the session that the locator belongs to
 * @param locator the path of the next page; empty for none
 */
record Position(String lastId, long before, long within, String session, String locator) {

    static final Position START = new Position("", 0, 0, "", "");

    private static final String VERSION = "1";

    static Position of(String token) {
        String[] parts = token.split(" ", -1);
        if (parts.length != 6 || !parts[0].equals(VERSION)) {
            throw new IllegalArgumentException("not a position of this connector: " + token);
        }
        return new Position(parts[1], Long.parseLong(parts[2]), Long.parseLong(parts[3]), parts[4], parts[5]);
    }

    String token() {
        return String.join(" ", VERSION, lastId, Long.toString(before), Long.toString(within), session, locator);
    }

    /** The locator is no longer good: a new query goes on after the last id. */
    Position anew() {
        return new Position(lastId, before + within, 0, "", "");
    }

    boolean hasLocatorOf(Session current) {
        return !locator.isEmpty() && session.equals(current.fingerprint());
    }
}
