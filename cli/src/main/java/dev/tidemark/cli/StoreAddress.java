package dev.tidemark.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where the user's own store is. Holds the password apart from the URL, so that no error repeats it (invariant 9).
 *
 * @param jdbcUrl without user and password
 */
record StoreAddress(String jdbcUrl, String user, String password) {

    static final String VARIABLE = "TIDEMARK_STORE";
    static final String PASSWORD_VARIABLE = "TIDEMARK_STORE_PASSWORD";

    static StoreAddress parse(String url, Map<String, String> environment) {
        try {
            URI uri = new URI(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
            String scheme = String.valueOf(uri.getScheme());
            if (uri.getHost() == null || !(scheme.equals("postgresql") || scheme.equals("postgres"))) {
                throw wrong();
            }
            String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
            int colon = login.indexOf(':');
            String user = decoded(colon < 0 ? login : login.substring(0, colon));
            String password = colon < 0 ? "" : decoded(login.substring(colon + 1));
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            if (query.toLowerCase(java.util.Locale.ROOT).contains("password=")) {
                throw new Refusal(
                        Exit.USAGE,
                        "store.password_in_options",
                        "the store's URL holds the password among its options",
                        "Write it as postgresql://user:password@host/database, or set " + PASSWORD_VARIABLE);
            }
            String given = environment.get(PASSWORD_VARIABLE);
            return new StoreAddress(
                    "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                            + uri.getRawPath() + query,
                    user.isEmpty() ? environment.getOrDefault("USER", "postgres") : user,
                    password.isEmpty() && given != null ? given : password);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw wrong(); // without the cause, which would quote the URL
        }
    }

    private static Refusal wrong() {
        return new Refusal(
                Exit.USAGE,
                "store.url_wrong",
                "--store is not the URL of a PostgreSQL database",
                "Write it as postgresql://user@host:port/database");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return jdbcUrl + " as " + user;
    }
}
