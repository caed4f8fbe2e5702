package dev.tidemark.cli;

import dev.tidemark.connector.Tidemark;
import dev.tidemark.engine.JdbcWorkers;
import dev.tidemark.estimate.Headway;
import dev.tidemark.hook.Heed;
import dev.tidemark.hook.JdbcHooks;
import dev.tidemark.notice.Delivery;
import dev.tidemark.notice.JdbcOutbox;
import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.RunView;
import dev.tidemark.overview.SyncView;
import dev.tidemark.quota.JdbcQuota;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark status}: how everything stands. */
@Command(
        name = "status",
        description = {
            "How each sync stands: state, times, rows, the last error; quotas, engines, and where the tables are.",
            "SYNCED is the end of the last successful retrieve, by which the schedule counts. CURSOR is how far the"
                    + " data has been asked for. TIDEMARK is the moment, by the source's clock, before which every"
                    + " create and update is in; --json tells of deletes and of what it rests on, too."
        },
        footer = {"", "Examples:", "  tidemark status", "  tidemark status --urls", "  tidemark status --json"})
final class Status extends StoreCommand {

    @Option(names = "--urls", description = "Shows the embedded databases' URLs with their passwords")
    boolean urls;

    Status(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) {
        Instant now = home.clock().instant();
        List<SyncView> syncs = home.read(JdbcOverview::syncs);
        List<JdbcWorkers.Seen> workers = home.read(tx -> new JdbcWorkers().alive(tx, now));
        List<JdbcQuota.Status> quotas = home.read(new JdbcQuota(home.store(), home.clock())::statuses);
        List<Heed> hooks = home.read(new JdbcHooks()::heeded);
        List<Headway> backfills = new Backfills(home).underWay(now);
        List<Delivery> troubled = home.read(new JdbcOutbox()::troubled);
        if (common.json) {
            ObjectNode node = Json.object();
            Json.time(node, "at", Optional.of(now));
            ArrayNode list = node.putArray("syncs");
            syncs.forEach(s -> list.add(json(s, now)
                    .set(
                            "backfill",
                            backfills.stream()
                                    .filter(b -> b.reading().sync().equals(s.id()))
                                    .findFirst()
                                    .map(Backfills::json)
                                    .orElse(null))));
            ArrayNode deliveries = node.putArray("deliveries_in_trouble");
            troubled.forEach(d -> deliveries.add(Events.json(d)));
            workers(node, workers);
            quotas(node, quotas);
            HookWords.json(node.putArray("hooks"), hooks);
            databases(home, node);
            Json.print(terminal, node);
            return Exit.OK;
        }
        print(syncs, !workers.isEmpty(), now);
        backfills(backfills);
        if (!troubled.isEmpty()) {
            terminal.say("");
            troubled.forEach(d -> terminal.say(Events.words(d)));
        }
        terminal.say("");
        terminal.say(
                workers.isEmpty()
                        ? "No engine is running."
                        : "Engines: "
                                + String.join(
                                        ", ",
                                        workers.stream()
                                                .map(w -> w.id() + " (" + w.version() + ")")
                                                .toList()));
        quotas.forEach(q -> terminal.say("Quota " + q.account() + ": " + Words.count(q.spentInDay())
                + (q.grantedInDay().isPresent()
                        ? " of " + Words.count(q.grantedInDay().getAsLong()) + " granted"
                        : "")
                + " requests in 24 h"
                + q.apiSays()
                        .map(u -> "; the API counts " + Words.count(u.used()) + " of " + Words.count(u.allowed()))
                        .orElse("")
                + q.pausedUntil()
                        .map(t -> "; paused until " + Words.time(Optional.of(t)) + ": " + q.pausedWhy())
                        .orElse("")));
        hooks.forEach(heed -> terminal.say(HookWords.line(heed, now)));
        home.embedded().ifPresent(server -> {
            terminal.say("Tables: " + (urls ? server.warehouse().url() : server.warehouse()));
            terminal.say("Store:  " + (urls ? server.store().url() : server.store()));
        });
        return Exit.OK;
    }

    private void print(List<SyncView> syncs, boolean engine, Instant now) {
        if (syncs.isEmpty()) {
            terminal.say("No sync was ever started here: tidemark run FILE");
            return;
        }
        Table table = new Table(
                "SYNC",
                "STATE",
                "LAST SUCCESS",
                "SYNCED",
                "CURSOR",
                "TIDEMARK",
                "NEXT DUE",
                "LOADED",
                "REJECTED",
                "SCHEDULE");
        for (SyncView sync : syncs) {
            Optional<RunView> run = sync.lastRun();
            table.row(
                    sync.label(),
                    state(sync, engine, now),
                    Words.ago(sync.lastSuccessAt(), now),
                    Words.time(sync.syncedAt()),
                    sync.cursorToken() ? "token" : Words.time(sync.cursorAt()),
                    Words.time(sync.tidemark().changesTo()),
                    sync.gone() || sync.inFlight() ? "-" : Words.until(next(sync), now),
                    run.map(r -> Words.count(r.counts().loaded())).orElse("-"),
                    Words.count(sync.waitingRows()),
                    sync.schedule());
        }
        table.print(terminal);
        List<String> loops = syncs.stream()
                .filter(s -> !s.gone() && runsItsOwnLoop(s))
                .map(SyncView::label)
                .toList();
        if (!loops.isEmpty()) {
            terminal.say("");
            terminal.say(
                    "Read by programs with loops of their own, whose quota is not enforced and whose deletes are not"
                            + " seen: " + String.join(", ", loops));
        }
        for (SyncView sync : syncs) {
            sync.lastRun().filter(RunView::failed).filter(r -> !sync.gone()).ifPresent(run -> {
                terminal.say("");
                terminal.say("✗ " + sync.label() + "  " + run.errorCode() + ": " + run.error());
                terminal.say("    " + run.whatToDo());
            });
        }
    }

    private void backfills(List<Headway> backfills) {
        if (!backfills.isEmpty()) {
            terminal.say("");
            terminal.say("Backfills:");
            backfills.forEach(b -> terminal.say("  " + b.reading().label() + "  " + Backfills.words(b)));
        }
    }

    /** Whether a program asks the API for it, out of our sight. */
    private static boolean runsItsOwnLoop(SyncView sync) {
        return Json.parse(sync.definition()).path("own_loop").asBoolean(false);
    }

    private static String state(SyncView sync, boolean engine, Instant now) {
        String state = sync.inFlight() && !engine ? "interrupted" : sync.state(now);
        if (!sync.inFlight()) {
            return state;
        }
        RunView run = sync.lastRun().orElseThrow();
        return state + " " + Words.count(run.counts().seen())
                + (run.expected().isPresent() ? "/" + Words.count(run.expected().getAsLong()) : "");
    }

    private static Optional<Instant> next(SyncView sync) {
        return sync.dueAt().map(due -> sync.backOffUntil().filter(due::isBefore).orElse(due));
    }

    static ObjectNode json(SyncView sync, Instant now) {
        ObjectNode node = Json.object();
        node.put("id", sync.id().toString());
        node.put("workspace", sync.workspace());
        node.put("sync", sync.name());
        node.put("direction", sync.direction());
        node.put("state", sync.state(now).replace(' ', '_'));
        node.put("schedule", sync.schedule());
        node.set("definition", Json.parse(sync.definition()));
        if (runsItsOwnLoop(sync)) {
            node.put("quota_enforced", false).put("deletes_seen", false);
        }
        Json.time(node, "synced_at", sync.syncedAt());
        Json.time(node, "cursor_at", sync.cursorAt());
        node.put("cursor_is_token", sync.cursorToken());
        if (sync.direction().equals("INBOUND")) {
            node.set("tidemark", json(sync.tidemark()));
        }
        Json.time(node, "due_at", sync.dueAt().map(d -> d.equals(Instant.EPOCH) ? now : d));
        Json.time(node, "back_off_until", sync.backOffUntil());
        Json.time(node, "requested_at", sync.requestedAt());
        Json.time(node, "last_success_at", sync.lastSuccessAt());
        node.put("failures", sync.failures());
        node.put("last_page", sync.lastPage());
        node.put("applied_page", sync.appliedPage());
        node.put("rows_waiting", sync.waitingRows());
        node.set("last_run", sync.lastRun().map(Json::run).orElse(null));
        return node;
    }

    private static ObjectNode json(Tidemark tidemark) {
        ObjectNode node = Json.object();
        Json.time(node, "changes_to", tidemark.changesTo());
        Json.time(node, "deletes_to", tidemark.deletesTo());
        node.put("assumes", tidemark.assumes());
        tidemark.notVouched().forEach(node.putArray("not_vouched")::add);
        node.put("rejected_before", tidemark.rejected());
        return node;
    }

    private static void workers(ObjectNode node, List<JdbcWorkers.Seen> workers) {
        ArrayNode list = node.putArray("engines");
        for (JdbcWorkers.Seen worker : workers) {
            ObjectNode one = list.addObject().put("id", worker.id()).put("version", worker.version());
            Json.time(one, "started_at", Optional.of(worker.startedAt()));
            Json.time(one, "seen_at", Optional.of(worker.seenAt()));
        }
    }

    private static void quotas(ObjectNode node, List<JdbcQuota.Status> quotas) {
        ArrayNode list = node.putArray("quotas");
        for (JdbcQuota.Status quota : quotas) {
            ObjectNode one = list.addObject()
                    .put("account", quota.account())
                    .put("requests_in_day", quota.spentInDay())
                    .put(
                            "granted_in_day",
                            quota.grantedInDay().isPresent()
                                    ? quota.grantedInDay().getAsLong()
                                    : null)
                    .put("api_used", quota.apiSays().map(u -> u.used()).orElse(null))
                    .put("api_allowed", quota.apiSays().map(u -> u.allowed()).orElse(null))
                    .put("paused_why", quota.pausedWhy());
            Json.time(one, "paused_until", quota.pausedUntil());
        }
    }

    private void databases(Home home, ObjectNode node) {
        home.embedded()
                .ifPresent(server -> node.putObject("databases")
                        .put(
                                "warehouse",
                                urls
                                        ? server.warehouse().url()
                                        : server.warehouse().toString())
                        .put(
                                "store",
                                urls ? server.store().url() : server.store().toString()));
    }
}
