package dev.tidemark.cli;

import dev.tidemark.engine.OpenAccounts;
import dev.tidemark.estimate.Headway;
import dev.tidemark.estimate.JdbcReadings;
import dev.tidemark.estimate.Reading;
import dev.tidemark.quota.JdbcQuota;
import dev.tidemark.quota.Outlook;
import dev.tidemark.workspace.WorkspaceFile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Readings of everything that are under way, for people and machines. */
final class Backfills {

    private static final Logger LOG = LoggerFactory.getLogger(Backfills.class);

    /** For so long what is granted is taken for the same. */
    private static final Duration HOLDS = Duration.ofSeconds(30);

    private final Home home;
    private Map<String, Outlook> outlooks = Map.of();
    private Instant asOf = Instant.EPOCH;

    Backfills(Home home) {
        this.home = home;
    }

    /** Where no file in force can be read any more, what is left is told by the pace alone. */
    List<Headway> underWay(Instant now) {
        List<Reading> readings = home.read(tx -> JdbcReadings.underWay(tx, now));
        if (readings.isEmpty()) {
            return List.of();
        }
        if (asOf.plus(HOLDS).isBefore(now)) {
            outlooks = outlooks();
            asOf = now;
        }
        return readings.stream()
                .map(one -> Headway.of(one, now, outlooks.getOrDefault(one.account(), new Outlook(List.of(), 0))))
                .toList();
    }

    private Map<String, Outlook> outlooks() {
        Map<String, Outlook> found = new HashMap<>();
        try {
            Map<String, JdbcQuota.Status> known =
                    home.read(new JdbcQuota(home.store(), home.clock())::statuses).stream()
                            .collect(Collectors.toMap(JdbcQuota.Status::account, s -> s));
            for (WorkspaceFile file : Workspaces.load(home, List.of())) {
                file.workspace().accounts().values().forEach(account -> {
                    String id = file.workspace().name() + "/" + account.name();
                    found.put(
                            id,
                            Outlook.of(
                                    OpenAccounts.allowance(home.connectors(), account),
                                    Optional.ofNullable(known.get(id))));
                });
            }
        } catch (Workspaces.Wrong | Refusal e) {
            LOG.info("what the accounts are granted is not known: {}", e.getMessage());
        }
        return found;
    }

    /** On one line, without the sync's name. */
    static String words(Headway headway) {
        Reading reading = headway.reading();
        StringBuilder words = new StringBuilder();
        headway.percent().ifPresent(percent -> words.append(percent).append("%: "));
        words.append(Words.count(reading.rows()));
        if (reading.expected().isPresent() && headway.percent().isPresent()) {
            words.append(" of ").append(Words.count(reading.expected().getAsLong()));
        }
        words.append(" rows").append(headway.percent().isPresent() ? "" : " so far");
        headway.rowsPerSecond()
                .ifPresent(pace -> words.append(", ").append(rate(pace)).append(" rows/s"));
        words.append(", ")
                .append(Words.count(reading.requests()))
                .append(reading.requests() == 1 ? " request" : " requests");
        switch (headway.stage()) {
            case RESTING -> words.append("; goes on with the next run");
            case LOADING ->
                words.append("; all is read, ")
                        .append(Words.count(reading.pagesWaiting()))
                        .append(" pages to load");
            case READING -> {
                if (reading.expected().isEmpty()) {
                    words.append("; how many there are is not known");
                }
            }
        }
        headway.left()
                .ifPresent(left ->
                        words.append(", about ").append(Words.span(whole(left))).append(" left"));
        return words.toString();
    }

    private static Duration whole(Duration left) {
        return Duration.ofSeconds(left.plusMillis(999).toSeconds());
    }

    private static String rate(double pace) {
        return pace < 10 ? String.format(Locale.ROOT, "%.1f", pace) : Words.count(Math.round(pace));
    }

    static ObjectNode json(Headway headway) {
        Reading reading = headway.reading();
        ObjectNode node = Json.object();
        node.put("stage", headway.stage().name().toLowerCase(Locale.ROOT));
        Json.time(node, "began_at", Optional.of(reading.began()));
        node.put("runs", reading.runs());
        node.put("rows", reading.rows());
        node.put("expected", reading.expected().isPresent() ? reading.expected().getAsLong() : null);
        node.put("percent", headway.percent().isPresent() ? headway.percent().getAsInt() : null);
        node.put(
                "rows_per_second",
                headway.rowsPerSecond().isPresent()
                        ? (double) Math.round(headway.rowsPerSecond().getAsDouble() * 10) / 10
                        : null);
        node.put("requests", reading.requests());
        node.put(
                "requests_left",
                headway.requestsLeft().isPresent() ? headway.requestsLeft().getAsLong() : null);
        node.put("pages_waiting", reading.pagesWaiting());
        node.put("seconds_left", headway.left().map(Duration::toSeconds).orElse(null));
        return node;
    }
}
