package dev.tidemark.workspace;

import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.workspace.Account.Side;
import dev.tidemark.workspace.Catalog.Power;
import dev.tidemark.workspace.InboundSync.Mode;
import dev.tidemark.workspace.Yaml.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a sync from an app into a table. */
final class InboundReader {

    static final List<String> KEYS = Stream.concat(
                    Stream.of("from", "to", "mode", "deletes", "brake", "fields"), ScheduleReader.KEYS.stream())
            .toList();

    private static final Map<String, Mode> MODES = Map.of("incremental", Mode.INCREMENTAL, "full", Mode.FULL);
    private static final Map<String, Deletes> DELETES = Map.of("soft", Deletes.SOFT, "hard", Deletes.HARD);

    private static final int BRAKE = 20;
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})%");

    private final Accounts accounts;
    private final Problems problems;

    InboundReader(Accounts accounts, Problems problems) {
        this.accounts = accounts;
        this.problems = problems;
    }

    Optional<SyncDefinition> read(Scalar name, Keys keys, Reference from, Account source) {
        keys.allow(KEYS);
        boolean streamNamed = !from.rest().isBlank();
        if (!streamNamed) {
            problems.add(
                    from.written().at(),
                    "'" + from.account() + "' is a source: say which of its streams",
                    "Write '" + from.account() + ".' and the stream's name, such as " + from.account() + ".Account");
        }
        Mode mode = Choice.of(keys, "mode", MODES, Mode.INCREMENTAL, problems);
        Deletes deletes = Choice.of(keys, "deletes", DELETES, Deletes.SOFT, problems);
        int brake = brake(keys);
        FieldChoice fields = keys.value("fields")
                .map(value -> new FieldChoiceReader(problems).read(keys.keyOf("fields"), value))
                .orElse(FieldChoice.ALL);
        var schedule = new ScheduleReader(keys, problems).read();
        Optional<Reference> to = keys.text("to").map(Reference::of);
        Optional<Account> database = to.isPresent() ? database(to.get()) : defaultDatabase(keys);
        Optional<String> table = database.isEmpty() ? Optional.empty() : table(to, from.rest());
        if (database.isEmpty() || table.isEmpty() || !streamNamed) {
            return Optional.empty();
        }
        seen(name, keys, source, database.get(), fields);
        TableName target = new TableName(database.get().schema().orElseThrow(), table.get());
        if (isSameTable(source, from.rest(), database.get(), target)) {
            problems.add(
                    from.written().at(),
                    "'" + name.text() + "' would read the table that it keeps: " + target,
                    "Keep it in another schema, or by another name: 'to: "
                            + to.map(Reference::account).orElse("…") + ".…'");
            return Optional.empty();
        }
        return Optional.of(new InboundSync(
                name.text(),
                source.name(),
                from.rest(),
                database.get().name(),
                target,
                schedule,
                mode,
                deletes,
                brake,
                fields));
    }

    /** What is shown as views needs a database that has them. */
    private void seen(Scalar name, Keys keys, Account source, Account database, FieldChoice fields) {
        if (accounts.can(database, Power.SHOW_VIEWS)) {
            return;
        }
        if (!fields.lists().isEmpty()) {
            problems.add(
                    keys.keyAt("fields"),
                    "'" + database.name() + "' cannot show lists as tables",
                    "Keep this sync's table in PostgreSQL, or take 'tables' out");
        }
        if (source.layout().isPresent()) {
            problems.add(
                    name.at(),
                    "'" + source.name() + "' is to be shown in the layout '"
                            + source.layout().get().name() + "', which '" + database.name() + "' cannot",
                    "Keep this sync's table in PostgreSQL, or take 'layout' out of the source");
        }
    }

    /** As far as settings tell: a table that is not Tidemark's own is never written to anyway. */
    private static boolean isSameTable(Account source, String stream, Account database, TableName target) {
        return source.sameServerAs(database)
                && (stream.equals(target.toString())
                        || (stream.equals(target.name())
                                && source.settings().find("schema").equals(Optional.of(target.schema()))));
    }

    private int brake(Keys keys) {
        Optional<Scalar> text = keys.text("brake");
        if (text.isEmpty()) {
            return BRAKE;
        }
        Matcher share = PERCENT.matcher(text.get().text());
        int percent = share.matches() ? Integer.parseInt(share.group(1)) : 0;
        if (percent >= 1 && percent <= 100) {
            return percent;
        }
        problems.add(
                text.get().at(),
                "'brake' cannot be '" + text.get().text() + "'",
                "Write the share of the table's rows that may vanish at once, from 1% to 100%, such as 20%");
        return BRAKE;
    }

    private Optional<Account> database(Reference to) {
        Optional<Account> account = SyncReader.account(to, accounts, problems);
        if (account.isPresent()
                && account.get().side() == Side.SOURCE
                && accounts.can(account.get(), Power.KEEP_TABLES)) {
            problems.add(
                    to.written().at(),
                    "'" + to.account() + "' is a source, in which no tables are kept",
                    "Name the database under 'destinations:' as well, by another name");
            return Optional.empty();
        }
        if (account.isPresent() && !accounts.keepsTables(account.get())) {
            problems.add(
                    to.written().at(),
                    "'" + to.account() + "' is an app, and a sync leads from an app into a database",
                    "Write it into a database first, then back with a second sync");
            return Optional.empty();
        }
        return account;
    }

    private Optional<Account> defaultDatabase(Keys keys) {
        List<Account> databases = accounts.databases();
        if (databases.size() == 1) {
            return Optional.of(databases.getFirst());
        }
        if (databases.size() > 1) {
            keys.missing(
                    "to",
                    "Name one of the databases: "
                            + String.join(
                                    ", ", databases.stream().map(Account::name).toList()));
        }
        return Optional.empty();
    }

    private Optional<String> table(Optional<Reference> to, String stream) {
        Optional<Reference> written = to.filter(reference -> !reference.rest().isEmpty());
        if (written.isEmpty()) {
            return Optional.of(Names.snakeCase(stream));
        }
        String table = written.get().rest();
        if (Names.IDENTIFIER.matcher(table).matches() && !table.startsWith("_tidemark")) {
            return Optional.of(table);
        }
        problems.add(
                written.get().written().at(),
                "'" + table + "' cannot be a table",
                table.startsWith("_tidemark")
                        ? "Names that begin so are Tidemark's own"
                        : "Write it as '" + written.get().account() + "." + Names.snakeCase(table) + "'");
        return Optional.empty();
    }
}
