package dev.tidemark.cli;

import dev.tidemark.event.Event;
import dev.tidemark.event.JdbcEvents;
import dev.tidemark.notice.Delivery;
import dev.tidemark.notice.JdbcOutbox;
import dev.tidemark.notice.Telling;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark events}: what happened once, and who was told. */
@Command(
        name = "events",
        description = {"What happened, newest first: the end of each initial backfill, and who was told of it."},
        footer = {"", "Examples:", "  tidemark events", "  tidemark events --limit 5 --json"})
final class Events extends StoreCommand {

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many. Default: 20")
    int limit;

    Events(Terminal terminal) {
        super(terminal);
    }

    /** An event, and its ways to people. */
    private record Told(Event event, List<Delivery> deliveries) {}

    @Override
    int run(Home home) {
        List<Told> events = home.read(tx -> new JdbcEvents()
                .newest(tx, limit).stream()
                        .map(event -> new Told(event, new JdbcOutbox().of(tx, event.id())))
                        .toList());
        if (common.json) {
            ArrayNode list = Json.array();
            events.forEach(one -> {
                ObjectNode node = json(one.event);
                ArrayNode deliveries = node.putArray("deliveries");
                one.deliveries.forEach(d -> deliveries.add(json(d)));
                list.add(node);
            });
            Json.print(terminal, list);
            return Exit.OK;
        }
        if (events.isEmpty()) {
            terminal.say("Nothing has happened yet.");
            return Exit.OK;
        }
        Table table = new Table("AT", "EVENT", "TOLD");
        events.forEach(one -> table.row(
                Words.time(Optional.of(one.event.at())),
                Telling.title(one.event),
                one.deliveries.isEmpty()
                        ? "-"
                        : one.deliveries.stream()
                                .map(d -> d.channel() + " " + state(d))
                                .collect(Collectors.joining(", "))));
        table.print(terminal);
        events.forEach(
                one -> one.deliveries.stream().filter(d -> !d.error().isEmpty()).forEach(d -> terminal.say(words(d))));
        return Exit.OK;
    }

    private static String state(Delivery delivery) {
        return delivery.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What went wrong with one, on a line. */
    static String words(Delivery delivery) {
        return switch (delivery.state()) {
            case SENT -> "! " + label(delivery) + ": " + delivery.error();
            case WAITING ->
                "! " + label(delivery) + " is tried again, " + Words.count(delivery.attempts())
                        + (delivery.attempts() == 1 ? " try" : " tries") + " so far: " + delivery.error();
            case GIVEN_UP -> "✗ " + label(delivery) + " was given up: " + delivery.error();
        };
    }

    private static String label(Delivery delivery) {
        return "Telling " + delivery.workspace() + "'s channel " + delivery.channel();
    }

    static ObjectNode json(Event event) {
        ObjectNode node = Json.object();
        node.put("event", event.kind().name().toLowerCase(Locale.ROOT));
        node.put("id", event.id().toString());
        node.put("workspace", event.workspace());
        node.put("subject", event.subject());
        Json.time(node, "at", Optional.of(event.at()));
        ObjectNode details = node.putObject("details");
        event.details().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(e -> {
            if (e.getValue().matches("\\d{1,18}")) {
                details.put(e.getKey(), Long.parseLong(e.getValue()));
            } else {
                details.put(e.getKey(), e.getValue());
            }
        });
        return node;
    }

    static ObjectNode json(Delivery delivery) {
        ObjectNode node = Json.object();
        node.put("workspace", delivery.workspace());
        node.put("channel", delivery.channel());
        node.put("event_id", delivery.event().toString());
        node.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
        node.put("attempts", delivery.attempts());
        node.put("error", delivery.error());
        Json.time(
                node,
                "due_at",
                delivery.state() == Delivery.State.WAITING ? Optional.of(delivery.due()) : Optional.empty());
        Json.time(node, "sent_at", delivery.sentAt());
        return node;
    }
}
