package dev.tidemark.connectors.sql;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database is and who signs in. The driver is never given a URL that holds a password, because it repeats the URL
 * in its errors (invariant 9).
 */
public final class Address {

    /**
     * How the URLs of one kind of server are written.
     *
     * @param title its name for people
     * @param schemes those that people write, as a regular expression
     * @param jdbc that of the driver's own URL
     * @param example one for people
     */
    public record Kind(String title, String schemes, String jdbc, String example) {
        private Pattern url() {
            return Pattern.compile("(?:jdbc:)?(?:" + schemes
                    + ")://(?:(?<login>[^@/?]*)@)?(?<hosts>[^/?@]*)(?:/(?<database>[^?]*))?(?:\\?(?<options>.*))?");
        }

        private String whatToDo() {
            return "Write the url as " + example + " or other options of the JDBC driver for " + title
                    + " where needed";
        }
    }

    private final Kind kind;
    private final String place;
    private final String database;
    private final Properties properties = new Properties();

    /** @throws ConnectorException where a setting is missing or the URL is none */
    public Address(Access access, Kind kind) {
        this.kind = kind;
        Optional<String> setting = access.settings().find("url");
        String url = setting.or(() -> access.secrets().find("url"))
                .orElseGet(() -> access.settings().get("url"));
        Matcher parts = kind.url().matcher(url.strip());
        if (!parts.matches()) {
            throw new ConnectorException(
                    "settings.url_wrong", "the setting 'url' is not a " + kind.title() + " URL", kind.whatToDo());
        }
        String named = parts.group("database");
        database = named == null ? "" : named;
        String hosts = parts.group("hosts").isEmpty() ? "localhost" : parts.group("hosts");
        place = hosts + "/" + database;
        login(parts.group("login"));
        options(parts.group("options"));
        if (setting.isPresent() && properties.containsKey("password")) {
            throw new ConnectorException(
                    "settings.password_in_url",
                    "the setting 'url' holds a password, which would be stored and shown in clear",
                    "Take it out of the url and give it as the secret 'password'");
        }
        access.settings().find("user").ifPresent(user -> properties.setProperty("user", user));
        access.secrets().find("password").ifPresent(word -> properties.setProperty("password", word));
        if (!properties.containsKey("user")) {
            properties.setProperty("user", access.settings().get("user"));
        }
    }

    /** Host and database, for messages. */
    public String place() {
        return place;
    }

    /** For the driver, without user and password. */
    public String url() {
        return "jdbc:" + kind.jdbc() + "://" + place;
    }

    /** The database that the URL names; empty where it names none. */
    public String database() {
        return database;
    }

    /** User, password and options, for the driver. */
    public Properties properties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    private void login(String login) {
        if (login == null || login.isEmpty()) {
            return;
        }
        int colon = login.indexOf(':');
        properties.setProperty("user", decoded(colon < 0 ? login : login.substring(0, colon)));
        if (colon >= 0) {
            properties.setProperty("password", decoded(login.substring(colon + 1)));
        }
    }

    private void options(String options) {
        if (options == null) {
            return;
        }
        for (String option : options.split("&", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                properties.setProperty(option.substring(0, equals), decoded(option.substring(equals + 1)));
            }
        }
    }

    private String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new ConnectorException(
                    "settings.url_wrong", "the setting 'url' has a broken percent escape", kind.whatToDo(), broken);
        }
    }
}
