package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the owner of a database says about how it is read.
 *
 * @param cursors by stream, the column that says when a row changed; none where the list is empty
 * @param keys by stream, the columns that tell rows apart
 * @param asText by stream, columns whose values are kept as text
 * @param zone of times without a zone; empty where nothing is said
 * @param longest how long a transaction may stay open
 * @param pageRows rows a page at most
 */
record Choices(
        Map<String, List<String>> cursors,
        Map<String, List<String>> keys,
        Map<String, List<String>> asText,
        Optional<ZoneId> zone,
        Duration longest,
        int pageRows) {

    static final List<Setting> SETTINGS = List.of(
            Setting.optional(
                    "cursors",
                    Kind.TEXT,
                    "As a source: the column that says when a row changed, such as 'orders(changed_at), log()';"
                            + " an indexed one named like updated_at where nothing is said, () for none"),
            Setting.optional(
                    "keys",
                    Kind.TEXT,
                    "As a source: columns that tell rows apart where the database does not say, such as"
                            + " 'order_view(id), items(order_id, line)'"),
            Setting.optional(
                    "as_text",
                    Kind.TEXT,
                    "As a source: columns kept as text, because their type cannot hold all of their values, such as"
                            + " 'orders(placed_on)'"),
            Setting.optional(
                    "time_zone",
                    Kind.TEXT,
                    "As a source: the zone of times that have none, such as Europe/Berlin; UTC where nothing is said"),
            Setting.withDefault(
                    "longest_transaction",
                    Kind.DURATION,
                    "15m",
                    "As a source: a change by a transaction that stays open for longer may be missed"),
            Setting.withDefault("page_rows", Kind.INTEGER, "10000", "As a source: rows a page at most"));

    private static final Pattern ENTRY = Pattern.compile("\\s*([^(),]+?)\\s*\\(([^()]*)\\)\\s*(?:,|$)");
    private static final Pattern SPAN = Pattern.compile("(?:(\\d{1,9})d)?((?:\\d{1,9}h)?(?:\\d{1,9}m)?(?:\\d{1,9}s)?)");

    /** @throws ConnectorException with code {@code settings.wrong} where one of them cannot be understood */
    static Choices of(Access access) {
        return new Choices(
                columns(access, "cursors"),
                columns(access, "keys"),
                columns(access, "as_text"),
                access.settings().find("time_zone").map(Choices::zone),
                access.settings().find("longest_transaction").map(Choices::span).orElse(Duration.ofMinutes(15)),
                access.settings().find("page_rows").map(Choices::rows).orElse(10_000));
    }

    /** Every stream that is named. */
    Set<String> streams() {
        Set<String> named = new TreeSet<>(cursors.keySet());
        named.addAll(keys.keySet());
        named.addAll(asText.keySet());
        return named;
    }

    private static Map<String, List<String>> columns(Access access, String setting) {
        String text = access.settings().find(setting).orElse("");
        Map<String, List<String>> found = new LinkedHashMap<>();
        Matcher entry = ENTRY.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!entry.find(at) || entry.start() != at) {
                throw wrong(setting, "'" + text + "'", "Write it as 'table(column), table(column, column)'");
            }
            List<String> columns = Arrays.stream(entry.group(2).split(",", -1))
                    .map(String::strip)
                    .filter(c -> !c.isEmpty())
                    .toList();
            if (setting.equals("cursors") && columns.size() > 1) {
                throw wrong(setting, "more than one column of " + entry.group(1), "Name one column, or none: ()");
            }
            found.put(entry.group(1), columns);
            at = entry.end();
        }
        return found;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw wrong("time_zone", "'" + text + "'", "Write one such as UTC, Europe/Berlin or America/New_York");
        }
    }

    private static Duration span(String text) {
        Matcher parts = SPAN.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw wrong("longest_transaction", "'" + text + "'", "Write a length of time such as 15m or 2h");
        }
        Duration days = parts.group(1) == null ? Duration.ZERO : Duration.ofDays(Long.parseLong(parts.group(1)));
        return parts.group(2).isEmpty() ? days : days.plus(Duration.parse("PT" + parts.group(2)));
    }

    private static int rows(String text) {
        if (!text.matches("0*[1-9]\\d{0,5}")) {
            throw wrong("page_rows", "'" + text + "'", "Write a number from 1 to 999999");
        }
        return Integer.parseInt(text);
    }

    static ConnectorException wrong(String setting, String what, String whatToDo) {
        return new ConnectorException("settings.wrong", "the setting '" + setting + "' cannot be " + what, whatToDo);
    }

    ZoneId zoneOrUtc() {
        return zone.orElse(ZoneOffset.UTC);
    }
}
