package dev.tidemark.engine;

import dev.tidemark.access.Account;
import dev.tidemark.connector.OwnLoop;
import dev.tidemark.connector.ReadsTogether;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.schedule.Schedule;
import dev.tidemark.sync.Inbound;
import dev.tidemark.sync.Layout;
import dev.tidemark.sync.Outbound;
import dev.tidemark.sync.Sync;
import dev.tidemark.sync.SyncId;
import dev.tidemark.sync.SyncRow;
import dev.tidemark.workspace.InboundSync;
import dev.tidemark.workspace.OutboundSync;
import dev.tidemark.workspace.SyncDefinition;
import dev.tidemark.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** From a sync as its owner wrote it to one that can be run, and to the JSON that the store keeps of it. */
final class Definitions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);

    private final Connectors connectors;
    private final Accounts accounts;

    Definitions(Connectors connectors, Accounts accounts) {
        this.connectors = connectors;
        this.accounts = accounts;
    }

    /** What people see of it; without secrets. */
    static String json(SyncDefinition sync) {
        ObjectNode node = JSON.createObjectNode();
        node.put("from", sync.from());
        node.put("to", sync.to());
        node.put("schedule", sync.schedule().toString());
        switch (sync) {
            case InboundSync in -> {
                node.put("stream", in.stream());
                node.put("table", in.table().toString());
                node.put("mode", in.mode().name());
                node.put("deletes", in.deletes().name());
                node.put("brake_percent", in.brake());
                ObjectNode fields = node.putObject("fields");
                in.fields().only().stream().sorted().forEach(fields.putArray("only")::add);
                in.fields().except().stream().sorted().forEach(fields.putArray("except")::add);
                if (!in.fields().also().isEmpty()) {
                    in.fields().also().stream().sorted().forEach(fields.putArray("also")::add);
                }
                ObjectNode rename = fields.putObject("rename");
                in.fields().rename().forEach(rename::put);
                ObjectNode tables = fields.putObject("tables");
                in.fields().listTables(in.table().name()).forEach(tables::put);
            }
            case OutboundSync out -> {
                node.put("model", out.model().query());
                out.model().key().forEach(node.putArray("key")::add);
                node.put("stream", out.write().stream());
                node.put("mode", out.write().mode().name());
                out.write().match().ifPresent(m -> node.put("match", m));
                ObjectNode map = node.putObject("map");
                out.write().mapping().entrySet().stream()
                        .sorted(java.util.Map.Entry.comparingByKey())
                        .forEach(e -> map.put(e.getKey(), e.getValue()));
                node.put("retry_rejected", out.retryRejected().toString());
            }
        }
        return node.toString();
    }

    /** As {@link #json(SyncDefinition)}, with what is known of its source besides. */
    String json(Workspace workspace, SyncDefinition sync) {
        boolean isOwnLoop =
                sync instanceof InboundSync && connectors.of(workspace.account(sync.from())) instanceof OwnLoop;
        String told = json(sync);
        return isOwnLoop ? told.substring(0, told.length() - 1) + ",\"own_loop\":true}" : told;
    }

    /** What makes it the same sync as before: another stream, table or account is another line of pages. */
    static String identity(SyncDefinition sync) {
        return switch (sync) {
            case InboundSync in -> "in " + in.from() + "." + in.stream() + " " + in.to() + "." + in.table();
            case OutboundSync out ->
                "out " + out.from() + " " + out.to() + "." + out.write().stream() + " "
                        + out.write().mode();
        };
    }

    static SyncRow.Direction direction(SyncDefinition sync) {
        return sync instanceof InboundSync ? SyncRow.Direction.INBOUND : SyncRow.Direction.OUTBOUND;
    }

    /** Of all that decides how it runs, its accounts' settings too. */
    static String hash(Workspace workspace, SyncDefinition sync) {
        String all = json(sync) + "\n" + workspace.account(sync.from()) + "\n" + workspace.account(sync.to());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Sync runnable(SyncId id, Workspace workspace, SyncDefinition sync) {
        String hash = hash(workspace, sync);
        return switch (sync) {
            case InboundSync in -> {
                Account from = accounts.open(workspace, in.from());
                SourceConnector source = connectors.source(workspace.account(in.from()));
                Supplier<Duration> rest = () -> rest(workspace, from, source);
                yield new Inbound(
                        id,
                        workspace.name(),
                        in.name(),
                        hash,
                        synced -> due(in, synced, rest),
                        source,
                        from,
                        in.stream(),
                        connectors.tables(workspace.account(in.to())),
                        accounts.open(workspace, in.to()),
                        in.table().schema(),
                        in.table().name(),
                        in.deletes(),
                        in.brake() / 100.0,
                        new Layout(in.fields(), LayoutViews.of(workspace, in, connectors)),
                        in.mode() == InboundSync.Mode.FULL);
            }
            case OutboundSync out ->
                new Outbound(
                        id,
                        workspace.name(),
                        out.name(),
                        hash,
                        synced -> due(out, synced, () -> SHORTEST_REST),
                        connectors.models(workspace.account(out.from())),
                        accounts.open(workspace, out.from()),
                        out.model(),
                        connectors.records(workspace.account(out.to())),
                        accounts.open(workspace, out.to()),
                        out.write(),
                        out.retryRejected());
        };
    }

    private static Optional<Instant> due(SyncDefinition sync, Instant synced, Supplier<Duration> rest) {
        Optional<Instant> due = sync.schedule().dueAt(Optional.of(synced), synced);
        return sync.schedule() instanceof Schedule.Continuous ? due.map(t -> t.plus(rest.get())) : due;
    }

    /**
     * How long a continuous sync rests between two looks: so long that all of the account's together can go on for ever on
     * half of what is granted; the other half is left to backfills and to people. Looks that one request serves count once.
     */
    private static Duration rest(Workspace workspace, Account from, SourceConnector source) {
        int together = source instanceof ReadsTogether several ? several.mostTogether() : 1;
        long continuous = workspace.syncs().stream()
                .filter(s -> s.from().equals(from.name()) && s.schedule() instanceof Schedule.Continuous)
                .count();
        long requests = Math.ceilDiv(continuous, together);
        Duration fair = from.quota().pace(from.id(), from.allowance()).multipliedBy(2 * requests);
        return fair.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : fair;
    }
}
