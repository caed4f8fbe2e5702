package dev.tidemark.cli;

import dev.tidemark.checkpoint.Checkpoint;
import dev.tidemark.checkpoint.JdbcCheckpoints;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.RowLookup;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.explain.ArchiveSearch;
import dev.tidemark.explain.Evidence;
import dev.tidemark.explain.Sighting;
import dev.tidemark.explain.Verdict;
import dev.tidemark.overview.SyncView;
import dev.tidemark.rejection.JdbcRejections;
import dev.tidemark.rejection.Rejection;
import dev.tidemark.run.JdbcRuns;
import dev.tidemark.run.Run;
import dev.tidemark.sync.Layout;
import dev.tidemark.sync.SyncId;
import dev.tidemark.workspace.InboundSync;
import dev.tidemark.workspace.OutboundSync;
import dev.tidemark.workspace.SyncDefinition;
import dev.tidemark.workspace.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark explain}: the life of one record. */
@Command(
        name = "explain",
        description = {
            "Tells the life of one record: when it was seen, in which page, what it was, and what became of it; or why"
                    + " it is not there.",
            "Asks the archive, the store and the destination, never the source, and changes nothing. Exit 1 where"
                    + " nothing is known of the key."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark explain contacts 003000000000001AAA",
            "  tidemark explain acme/prices '[\"EUR\", 7]' --json"
        })
final class Explain extends StoreCommand {

    private static final int REJECTIONS = 20;

    @Parameters(index = "0", paramLabel = "SYNC", description = "A sync, or WORKSPACE/SYNC")
    String sync = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The record's key; of several fields, a JSON array")
    String key = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often it was seen at most, newest first; older pages are not looked at. Default: 10")
    int limit;

    Explain(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws Unavailable {
        SyncView found = SyncNames.find(home, sync);
        Workspace workspace = Workspaces.of(home, found);
        SyncDefinition definition = workspace.sync(found.name()).orElseThrow(() -> Workspaces.notInForce(found));
        return switch (definition) {
            case InboundSync in -> inbound(home, found, workspace, in);
            case OutboundSync out -> new ExplainOutbound(home, found, key).run(workspace, out, common.json);
        };
    }

    /** How a table could be looked at. */
    private record Look(Optional<RowLookup.Kept> kept, String why) {}

    private int inbound(Home home, SyncView found, Workspace workspace, InboundSync in) {
        SyncId id = new SyncId(found.id());
        Optional<StreamSpec> described =
                home.read(tx -> new JdbcCheckpoints().described(tx, id)).map(JdbcCheckpoints.Described::stream);
        if (described.isEmpty()) {
            throw new Refusal(
                    Exit.FAILED,
                    "sync.never_ran",
                    found.label() + " has read nothing yet",
                    "Wait for its first run; 'tidemark status' shows how it stands");
        }
        if (limit < 1) {
            throw new Refusal(Exit.USAGE, "explain.limit", "--limit is 1 or more", "Leave it out for 10");
        }
        Layout layout = new Layout(in.fields());
        StreamSpec stream = layout.choose(described.get());
        String spelled = Keys.spelled(stream, key);
        // Before the archive is searched: a page that comes meanwhile is then not taken for loaded.
        Checkpoint checkpoint = home.read(tx -> new JdbcCheckpoints().find(tx, id));
        ArchiveSearch.Found seen = new ArchiveSearch(
                        home.store(), home.archive(), home.connectors().source(workspace.account(in.from())))
                .find(id, stream, spelled, limit);
        Look look = look(home, found, workspace, in, layout, stream);
        List<Rejection> rejections = home.read(tx -> new JdbcRejections().ofKey(tx, id, spelled, REJECTIONS));
        Evidence evidence = new Evidence(checkpoint, seen, rejections, look.kept);
        Verdict verdict = Verdict.of(evidence);
        List<String> leftOut = described.get().fields().stream()
                .map(Field::name)
                .filter(f -> stream.field(f).isEmpty())
                .toList();
        if (common.json) {
            Json.print(
                    terminal,
                    Json.parse(home.redact(
                            json(found, evidence, verdict, look, leftOut).toString())));
        } else {
            print(home, found, evidence, verdict, look, leftOut);
        }
        return verdict.state() == Verdict.State.NEVER_SEEN || verdict.state() == Verdict.State.NOT_READ_YET
                ? Exit.FAILED
                : Exit.OK;
    }

    private Look look(
            Home home, SyncView found, Workspace workspace, InboundSync in, Layout layout, StreamSpec stream) {
        if (!(home.connectors().tables(workspace.account(in.to())) instanceof RowLookup lookup)) {
            return new Look(Optional.empty(), "the destination cannot be asked for a row");
        }
        TableSpec table = new TableSpec(
                found.id().toString(),
                in.table().schema(),
                in.table().name(),
                layout.columns(stream),
                stream.key().stream().map(layout::column).toList(),
                in.deletes());
        try {
            return new Look(
                    Optional.of(
                            lookup.look(home.accounts().open(workspace, in.to()).open(), table, key)),
                    "");
        } catch (Unavailable | ConnectorException e) {
            return new Look(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private void print(Home home, SyncView found, Evidence evidence, Verdict verdict, Look look, List<String> leftOut) {
        say(home, found.label() + " " + key + ": " + Told.state(verdict) + ". " + verdict.says());
        if (!verdict.whatToDo().isEmpty()) {
            say(home, "  " + verdict.whatToDo());
        }
        if (!look.why.isEmpty()) {
            say(home, "  The table could not be looked at: " + look.why);
        }
        evidence.row().ifPresent(row -> {
            say(home, "");
            say(
                    home,
                    "Row, from page " + row.page() + " of " + Words.time(Optional.of(row.syncedAt()))
                            + row.version().map(v -> ", version " + v).orElse("")
                            + row.deletedAt()
                                    .map(d -> ", deleted since " + Words.time(Optional.of(d)))
                                    .orElse(""));
            row.values()
                    .forEach((column, value) -> say(home, "    " + column + ": " + shortened(String.valueOf(value))));
        });
        ArchiveSearch.Found archive = evidence.found();
        if (!archive.sightings().isEmpty()) {
            say(home, "");
            say(home, "Seen, newest first:");
        }
        Map<UUID, String> runs = new HashMap<>();
        for (Sighting seen : archive.sightings()) {
            say(
                    home,
                    "  " + Words.time(Optional.of(seen.at())) + "  page " + seen.page() + ", record "
                            + (seen.ordinal() + 1) + ", by " + runs.computeIfAbsent(seen.run(), run -> run(home, run))
                            + seen.version().map(v -> ", version " + v).orElse("") + ": "
                            + evidence.fate(seen).words());
            if (!seen.record().isEmpty()) {
                say(home, "    " + shortened(seen.record()));
            }
        }
        for (Rejection rejection : evidence.rejections()) {
            say(
                    home,
                    "  rejected in page " + rejection.page() + ": "
                            + (rejection.field().isEmpty() ? "" : rejection.field() + ": ") + rejection.reason());
        }
        say(home, "");
        say(home, Told.searched(archive));
        if (!leftOut.isEmpty()) {
            say(home, "Fields that the sync leaves out: " + String.join(", ", leftOut) + ".");
        }
        if (archive.sightings().isEmpty() && !archive.alike().isEmpty()) {
            say(home, "Did you mean " + String.join(" or ", archive.alike()) + "?");
        }
    }

    private void say(Home home, String line) {
        terminal.say(home.redact(line));
    }

    private static String run(Home home, UUID id) {
        Optional<Run> run = home.read(tx -> new JdbcRuns().find(tx, id));
        return run.map(r -> "a run (" + r.kind().name().toLowerCase(Locale.ROOT) + ") of "
                        + Words.time(Optional.of(r.queuedAt())))
                .orElse("run " + id);
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > 2_000 ? line.substring(0, 2_000) + "…" : line;
    }

    private ObjectNode json(SyncView found, Evidence evidence, Verdict verdict, Look look, List<String> leftOut) {
        ObjectNode node = Json.object()
                .put("workspace", found.workspace())
                .put("sync", found.name())
                .put("key", key)
                .put("state", verdict.state().name())
                .put("says", verdict.says())
                .put("what_to_do", verdict.whatToDo());
        node.put("table_unreadable", look.why.isEmpty() ? null : look.why);
        evidence.row().ifPresentOrElse(row -> node.set("row", Told.row(row)), () -> node.putNull("row"));
        evidence.kept().ifPresent(kept -> {
            Json.time(node, "deleted_for_good_at_version", kept.grave());
            node.put(
                    "absent_since_page",
                    kept.absentSince().isPresent() ? kept.absentSince().getAsLong() : null);
        });
        ArrayNode seen = node.putArray("seen");
        for (Sighting one : evidence.found().sightings()) {
            seen.add(Told.sighting(one, evidence.fate(one)));
        }
        ArrayNode rejected = node.putArray("rejections");
        for (Rejection one : evidence.rejections()) {
            rejected.addObject()
                    .put("page", one.page())
                    .put("run", one.run().toString())
                    .put("field", one.field())
                    .put("reason", one.reason())
                    .put("value", one.value())
                    .put("record", one.record());
        }
        node.set("archive", Told.archive(evidence.found()));
        ObjectNode read = node.putObject("read");
        read.put("last_page", evidence.checkpoint().lastPage());
        read.put("applied_page", evidence.checkpoint().appliedPage());
        Json.time(read, "changes_to", evidence.checkpoint().since());
        read.put("complete", !evidence.checkpoint().covered().isEmpty());
        ArrayNode out = node.putArray("fields_left_out");
        leftOut.forEach(out::add);
        ArrayNode alike = node.putArray("alike");
        evidence.found().alike().forEach(alike::add);
        return node;
    }

    /** Words and JSON of what was found. */
    private static final class Told {

        static String state(Verdict verdict) {
            return verdict.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        static String searched(ArchiveSearch.Found found) {
            return "Looked at " + Words.count(found.pages()) + " pages with " + Words.count(found.records())
                    + " records"
                    + found.oldest()
                            .map(o -> ", back to page " + o.page() + " of " + Words.time(Optional.of(o.at())))
                            .orElse("")
                    + (found.whole() ? ": all that are kept." : "; older ones were not looked at (--limit).")
                    + (found.unreadable().isEmpty() ? "" : " Not readable: pages " + found.unreadable() + ".");
        }

        static ObjectNode row(RowLookup.Row row) {
            ObjectNode node = Json.object().put("page", row.page());
            Json.time(node, "version", row.version());
            Json.time(node, "synced_at", Optional.of(row.syncedAt()));
            Json.time(node, "deleted_at", row.deletedAt());
            ObjectNode values = node.putObject("values");
            row.values().forEach(values::put);
            return node;
        }

        static ObjectNode sighting(Sighting seen, Evidence.Fate fate) {
            ObjectNode node = Json.object()
                    .put("page", seen.page())
                    .put("record_of_page", seen.ordinal() + 1)
                    .put("run", seen.run().toString());
            Json.time(node, "at", Optional.of(seen.at()));
            Json.time(node, "version", seen.version());
            return node.put("deleted", seen.deleted())
                    .put("fate", fate.name())
                    .put("record", seen.record().isEmpty() ? null : seen.record());
        }

        static ObjectNode archive(ArchiveSearch.Found found) {
            ObjectNode node = Json.object()
                    .put("pages", found.pages())
                    .put("records", found.records())
                    .put("whole", found.whole());
            node.put(
                    "oldest_page",
                    found.oldest().map(ArchiveSearch.Oldest::page).orElse(null));
            Json.time(node, "oldest_at", found.oldest().map(ArchiveSearch.Oldest::at));
            ArrayNode unreadable = node.putArray("unreadable_pages");
            found.unreadable().forEach(unreadable::add);
            return node;
        }
    }
}
