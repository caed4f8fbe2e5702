package dev.tidemark.cli;

import dev.tidemark.engine.Engine;
import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.RunView;
import dev.tidemark.quota.JdbcQuota;
import dev.tidemark.rejection.JdbcRejections;
import dev.tidemark.rejection.RefusedRow;
import dev.tidemark.sandbox.kit.Change;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.ValidationRule;
import dev.tidemark.sync.SyncId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the demo does and says, act by act. Everything it shows was really done, and every number measured. */
final class DemoScript {

    private static final int CHANGES = 12;
    private static final Duration RETENTION = Duration.ofDays(1);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Map<String, String> TABLES = Map.of(
            "Account", "accounts",
            "Contact", "contacts",
            "Opportunity", "opportunities",
            "Task", "tasks",
            "User", "users");

    private final Terminal terminal;
    private final Home home;
    private final SalesforceSandbox sandbox;
    private final Path file;
    private final long began = System.nanoTime();

    DemoScript(Terminal terminal, Home home, SalesforceSandbox sandbox, Path file) {
        this.terminal = terminal;
        this.home = home;
        this.sandbox = sandbox;
        this.file = file;
    }

    void play() throws InterruptedException, SQLException {
        String locked = lockOne();
        try (Engine engine = new Engine(home.parts("demo", RETENTION));
                Connection warehouse = home.warehouseConnection()) {
            engine.start(Workspaces.load(home, List.of(file)).stream()
                    .map(Workspaces::source)
                    .toList());
            backfill();
            follow(warehouse);
            score(warehouse);
            writeBack(engine, locked);
            end(warehouse);
        }
    }

    /** One account refuses its score, so that the demo can show what becomes of a row that is refused. */
    private String lockOne() {
        Row account = sandbox.org().rows(sandbox.org().schema().the("Account")).get(7);
        sandbox.org()
                .addRule(new ValidationRule(
                        "Account",
                        "Health is frozen while the account is under review",
                        (before, after) -> before != null
                                && after.id().equals(account.id())
                                && !Objects.equals(before.get("Health__c"), after.get("Health__c"))));
        return String.valueOf(account.get("Name"));
    }

    private void backfill() throws InterruptedException {
        say("1. Backfill: every record of five Salesforce objects into PostgreSQL");
        DemoProgress progress = new DemoProgress(terminal, home);
        long until = System.nanoTime() + LONGEST.toNanos();
        while (!progress.look()) {
            patience(until, "the backfill");
            Thread.sleep(LOOK);
        }
        progress.end();
    }

    private void follow(Connection warehouse) throws InterruptedException, SQLException {
        say("2. Salesforce changes, and the tables follow");
        List<Change> waiting = new ArrayList<>(sandbox.changes(7, CHANGES));
        waiting.removeIf(c -> !TABLES.containsKey(c.object()));
        long changed = System.nanoTime();
        Duration slowest = Duration.ZERO;
        while (!waiting.isEmpty()) {
            patience(changed + LONGEST.toNanos(), "the changes");
            for (Iterator<Change> each = waiting.iterator(); each.hasNext(); ) {
                Change change = each.next();
                if (arrived(warehouse, change)) {
                    slowest = Duration.ofNanos(System.nanoTime() - changed);
                    terminal.say(String.format(
                            Locale.ROOT,
                            "   %-8s %-12s %s  arrived after %s",
                            change.kind().name().toLowerCase(Locale.ROOT),
                            change.object(),
                            change.id(),
                            Words.span(slowest)));
                    each.remove();
                }
            }
            Thread.sleep(LOOK);
        }
        terminal.say("   All are in; the slowest took " + Words.span(slowest)
                + ". Deleted rows stay, marked in _tidemark_deleted_at.");
    }

    private static boolean arrived(Connection warehouse, Change change) throws SQLException {
        try (PreparedStatement look =
                warehouse.prepareStatement("SELECT _tidemark_deleted_at IS NOT NULL, _tidemark_version >= ? FROM acme."
                        + Objects.requireNonNull(TABLES.get(change.object())) + " WHERE id = ?")) {
            look.setTimestamp(1, Timestamp.from(change.at().truncatedTo(ChronoUnit.SECONDS)));
            look.setString(2, change.id());
            try (ResultSet row = look.executeQuery()) {
                boolean deleted = change.kind() == Change.Kind.DELETED;
                return row.next() && row.getBoolean(1) == deleted && row.getBoolean(2);
            }
        }
    }

    private void score(Connection warehouse) throws SQLException {
        say("3. A health score for each account, in SQL");
        try (Statement sql = warehouse.createStatement()) {
            sql.execute(DemoFiles.SCORE);
            try (ResultSet top = sql.executeQuery(
                    "SELECT name, score FROM acme.account_health ORDER BY score DESC, account_id LIMIT 3")) {
                while (top.next()) {
                    terminal.say(String.format(Locale.ROOT, "   %3d  %s", top.getInt(2), top.getString(1)));
                }
            }
            terminal.say("   … in the view acme.account_health");
        }
    }

    private void writeBack(Engine engine, String locked) throws InterruptedException {
        say("4. The score back into Salesforce: Account.Health__c");
        SyncId sync = engine.request("acme", List.of("health")).getFirst();
        long until = System.nanoTime() + LONGEST.toNanos();
        RunView run = null;
        while (run == null || !run.hasEnded()) {
            patience(until, "the writing back");
            Thread.sleep(LOOK);
            run = home.read(tx -> JdbcOverview.runs(tx, Optional.of(sync.value()), 1)).stream()
                    .findFirst()
                    .orElse(null);
        }
        if (run.failed()) {
            throw new Refusal(Exit.FAILED, run.errorCode(), run.error(), run.whatToDo());
        }
        terminal.say("   " + Words.count(run.counts().loaded()) + " accounts written in " + Words.count(run.requests())
                + " requests, " + Words.count(run.counts().rejected()) + " refused:");
        for (RefusedRow row : home.read(tx -> new JdbcRejections().refused(tx, sync, 3))) {
            terminal.say("   " + row.key() + " (" + locked + ")  " + row.code() + ": " + row.reason());
            terminal.say("   It is kept with what was sent and answered, and offered again later.");
        }
    }

    private void end(Connection warehouse) throws SQLException {
        say("That was the whole way, there and back, in " + Words.span(Duration.ofNanos(System.nanoTime() - began)));
        for (String table : TABLES.values().stream().sorted().toList()) {
            try (Statement sql = warehouse.createStatement();
                    ResultSet count =
                            sql.executeQuery("SELECT count(*), count(_tidemark_deleted_at) FROM acme." + table)) {
                count.next();
                terminal.say(String.format(
                        Locale.ROOT,
                        "   %-14s %,7d rows, %d of them deleted at the source",
                        table,
                        count.getLong(1),
                        count.getLong(2)));
            }
        }
        home.read(new JdbcQuota(home.store(), home.clock())::statuses)
                .forEach(q -> terminal.say("   " + Words.count(q.spentInDay()) + " API requests"
                        + q.apiSays()
                                .map(u -> " of " + Words.count(u.allowed() / 2) + " granted a day (50%)")
                                .orElse("")));
        String at = " --data " + terminal.folder().relativize(home.folder());
        terminal.say("");
        terminal.say("The tables stay. Try next:");
        terminal.say(
                "   ./tidemark sql" + at + " 'select name, score from acme.account_health order by score limit 5'");
        terminal.say("   ./tidemark status" + at);
        terminal.say("   ./tidemark rejections" + at);
        terminal.say("   less " + terminal.folder().relativize(file) + "      the workspace file that did all this");
    }

    private void say(String title) {
        terminal.say("");
        terminal.say(title);
    }

    private static void patience(long until, String what) {
        if (System.nanoTime() > until) {
            throw new Refusal(
                    Exit.FAILED,
                    "demo.slow",
                    what + " did not end within " + Words.span(LONGEST),
                    "Look at the log in the demo's folder, and try again when the machine is less busy");
        }
    }
}
