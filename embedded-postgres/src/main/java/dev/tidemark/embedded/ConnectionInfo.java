package dev.tidemark.embedded;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * How to reach one database as one role.
 *
 * @param host name or address, never empty
 * @param port 1 to 65535
 * @param password shown by {@link #url()} only, never by {@link #toString()}
 */
public record ConnectionInfo(String host, int port, String database, String user, String password) {

    public ConnectionInfo {
        Objects.requireNonNull(password, "password");
        if (host.isEmpty() || database.isEmpty() || user.isEmpty()) {
            throw new IllegalArgumentException("host, database and user must be named");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no such port: " + port);
        }
    }

    /** For JDBC, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database);
    }

    /** For libpq and everything that takes its URLs. Holds the password. */
    public String url() {
        return "postgresql://" + encoded(user) + ":" + encoded(password) + "@" + host + ":" + port + "/"
                + encoded(database);
    }

    @Override
    public String toString() {
        return "postgresql://" + encoded(user) + "@" + host + ":" + port + "/" + encoded(database);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
