package dev.tidemark.workspace;

import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.workspace.Catalog.Power;
import dev.tidemark.workspace.Yaml.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a sync from a model into an app. */
final class OutboundReader {

    static final List<String> KEYS = Stream.concat(
                    Stream.of("from", "model", "table", "key", "to", "mode", "match", "map", "retry_rejected"),
                    ScheduleReader.KEYS.stream())
            .toList();

    private static final Map<String, WriteSpec.Mode> MODES =
            Map.of("upsert", WriteSpec.Mode.UPSERT, "update", WriteSpec.Mode.UPDATE, "insert", WriteSpec.Mode.INSERT);
    private static final Pattern TABLE =
            Pattern.compile("(?:(?<schema>[A-Za-z_][A-Za-z0-9_$]{0,62})\\.)?(?<table>[A-Za-z_][A-Za-z0-9_$]{0,62})");
    private static final Pattern SELECTS = Pattern.compile("(?is)(?:select|with|table|values)\\b.*|[(].*|--.*|/[*].*");

    private final Accounts accounts;
    private final Problems problems;

    OutboundReader(Accounts accounts, Problems problems) {
        this.accounts = accounts;
        this.problems = problems;
    }

    Optional<SyncDefinition> read(Scalar name, Keys keys, Reference from, Account database) {
        keys.allow(KEYS);
        if (!from.rest().isEmpty()) {
            problems.add(
                    from.written().at(),
                    "'" + from.account() + "' is a database: which rows is said by 'table' or 'model'",
                    "Write 'from: " + from.account() + "' and 'table: " + from.rest() + "'");
        }
        Optional<String> query = query(keys, database);
        List<String> key = key(keys);
        var schedules = new ScheduleReader(keys, problems);
        var schedule = schedules.read();
        var retry = schedules.span("retry_rejected").orElse(OutboundSync.DEFAULT_RETRY);
        Optional<Reference> to = to(keys);
        Optional<WriteSpec> write = write(keys, to.map(Reference::rest).orElse(""));
        if (query.isEmpty() || key.isEmpty() || to.isEmpty() || write.isEmpty()) {
            return Optional.empty();
        }
        ModelSpec model = new ModelSpec(query.get(), key);
        return Optional.of(new OutboundSync(
                name.text(), database.name(), model, to.get().account(), write.get(), schedule, retry));
    }

    private Optional<String> query(Keys keys, Account database) {
        if (keys.has("model") && keys.has("table")) {
            problems.add(keys.keyAt("table"), "'model' and 'table' are two ways to say which rows", "Keep one of them");
        } else if (!keys.has("model") && !keys.has("table")) {
            keys.missing("model", "Write 'table: ' and a name, or 'model: ' and a select statement");
        }
        Optional<Scalar> model = keys.text("model");
        return model.isPresent()
                ? model.flatMap(this::select)
                : keys.text("table").flatMap(t -> table(t, database));
    }

    private Optional<String> select(Scalar model) {
        String query = model.text().strip();
        if (query.endsWith(";")) {
            query = query.substring(0, query.length() - 1).strip();
        }
        if (!SELECTS.matcher(query).matches()) {
            problems.add(model.at(), "'model' is a select statement", "Begin it with 'select' or 'with'");
            return Optional.empty();
        }
        return Optional.of(query);
    }

    private Optional<String> table(Scalar table, Account database) {
        Matcher form = TABLE.matcher(table.text());
        if (!form.matches()) {
            problems.add(
                    table.at(),
                    "'" + table.text() + "' cannot be a table or view",
                    "Write 'table: name' or 'table: schema.name'; for anything else use 'model'");
            return Optional.empty();
        }
        String schema = form.group("schema") == null ? database.schema().orElse("public") : form.group("schema");
        return Optional.of("select * from \"" + schema + "\".\"" + form.group("table") + "\"");
    }

    private List<String> key(Keys keys) {
        if (!keys.has("key")) {
            keys.missing("key", "Name the model's column, or a list of them, by which a row is told from all others");
        }
        return keys.texts("key").stream().map(Scalar::text).distinct().toList();
    }

    private Optional<Reference> to(Keys keys) {
        Optional<Reference> to = keys.required("to", "Name what is written, such as salesforce.Account")
                .map(Reference::of);
        Optional<Account> account = to.flatMap(reference -> SyncReader.account(reference, accounts, problems));
        if (to.isEmpty() || account.isEmpty()) {
            return Optional.empty();
        }
        if (!accounts.can(account.get(), Power.WRITE_RECORDS)) {
            problems.add(
                    to.get().written().at(),
                    "'" + to.get().account() + "' cannot be written to by a sync from a database",
                    "Name an app that can, such as salesforce.Account");
            return Optional.empty();
        }
        if (to.get().rest().isBlank()) {
            problems.add(
                    to.get().written().at(),
                    "'" + to.get().account() + "' is an app: say which of its types of data",
                    "Write '" + to.get().account() + ".' and its name, such as "
                            + to.get().account() + ".Account");
            return Optional.empty();
        }
        return to;
    }

    private Optional<WriteSpec> write(Keys keys, String stream) {
        WriteSpec.Mode mode = Choice.of(keys, "mode", MODES, WriteSpec.Mode.UPSERT, problems);
        if (!keys.has("map")) {
            keys.missing("map", "Write the app's fields and behind each the model's column");
        }
        Map<String, String> mapping = new LinkedHashMap<>();
        keys.pairs("map", "the app's fields and the model's columns")
                .forEach((field, column) -> mapping.put(field.text(), column.text()));
        Optional<Scalar> match = keys.text("match");
        if (!keys.has("match") && mode != WriteSpec.Mode.INSERT) {
            keys.missing("match", "Name the app's field by which a row finds its record, such as Id or an external id");
            return Optional.empty();
        }
        if (match.isPresent()
                && !mapping.isEmpty()
                && !mapping.containsKey(match.get().text())) {
            problems.add(
                    match.get().at(),
                    "'" + match.get().text() + "' is matched by, and 'map' gives it no column",
                    Suggestion.nearest(match.get().text(), mapping.keySet())
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Add '" + match.get().text() + ": column' to 'map'"));
        }
        if (mapping.isEmpty() || (match.isEmpty() && mode != WriteSpec.Mode.INSERT)) {
            return Optional.empty();
        }
        return Optional.of(new WriteSpec(stream, mode, match.map(Scalar::text), mapping));
    }
}
