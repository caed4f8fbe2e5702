package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.Outcome;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.StreamSpec.CursorKind;
import dev.tidemark.connector.WriteAnswer;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connectors.manifest.ours.WriteRules;
import dev.tidemark.connectors.manifest.stream.Manifest;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.rest.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A manifest whose streams, or some of them, can be written to as well. */
final class ManifestApp extends ManifestSource implements RecordDestination {

    private final Manifest manifest;

    ManifestApp(String name, Manifest manifest) {
        super(name, manifest);
        this.manifest = manifest;
    }

    @Override
    public List<StreamSpec> discover(Access access) throws HttpFailed {
        List<StreamSpec> found = new ArrayList<>();
        Set<String> read = new TreeSet<>();
        for (StreamSpec stream : super.discover(access)) {
            read.add(stream.name());
            found.add(rules(stream.name()).map(rules -> writable(stream, rules)).orElse(stream));
        }
        new TreeMap<>(manifest.ours().streams()).forEach((name, said) -> {
            if (said.write().isPresent() && !read.contains(name)) {
                found.add(new StreamSpec(
                        name,
                        Fields.of(said.write().get().fields(), true),
                        List.of(),
                        CursorKind.NONE,
                        Optional.empty(),
                        false,
                        Set.of()));
            }
        });
        return found;
    }

    /** What can only be written is tried no further than the sign-in: a row on trial would be a row. */
    @Override
    public Check check(Access access) {
        List<Check.Finding> findings = new ArrayList<>(super.check(access).findings());
        if (findings.isEmpty()) {
            new TreeMap<>(manifest.ours().streams())
                    .forEach((name, said) -> said.write().ifPresent(rules -> {
                        WriteSpec spec = new WriteSpec(name, WriteSpec.Mode.INSERT, Optional.empty(), Map.of());
                        WriteRules.Change change = rules.create()
                                .or(rules::update)
                                .or(rules::upsert)
                                .orElseThrow();
                        Optional<Answer> refusal = new Writing(access, spec, rules, config()).signIn(change.action());
                        findings.add(refusal.map(answer -> wrong("sign in to write " + name, answer))
                                .orElseGet(() -> Check.Finding.ok(
                                        "sign in to write " + name,
                                        "nothing else is tried before the first row is sent")));
                    }));
        }
        return new Check(findings);
    }

    private static StreamSpec writable(StreamSpec stream, WriteRules rules) {
        List<Field> fields = stream.fields().stream()
                .map(f -> rules.fields().containsKey(f.name()) ? new Field(f.name(), f.type(), f.detail(), true) : f)
                .toList();
        return new StreamSpec(
                stream.name(),
                fields,
                stream.key(),
                stream.cursor(),
                stream.versionField(),
                stream.seesDeletes(),
                stream.notVouched());
    }

    private Optional<WriteRules> rules(String stream) {
        return manifest.ours().stream(stream).write();
    }

    private static Optional<WriteRules.Change> change(WriteRules rules, WriteSpec.Mode mode) {
        return switch (mode) {
            case INSERT -> rules.create();
            case UPDATE -> rules.update();
            case UPSERT -> rules.upsert();
        };
    }

    @Override
    public int prepare(Access access, WriteSpec spec) {
        WriteRules rules = rules(spec.stream())
                .orElseThrow(() -> new ConnectorException(
                        "destination.unknown_stream",
                        "the manifest says of no '" + spec.stream() + "' how it is written",
                        "Choose one of its streams that can be written, or add metadata.tidemark.streams."
                                + spec.stream() + ".write"));
        List<String> mistakes = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        rules.fields().keySet().forEach(name -> names.add(Python.str(name)));
        Optional<WriteRules.Change> change = change(rules, spec.mode());
        if (change.isEmpty()) {
            mistakes.add("the manifest has no '"
                    + switch (spec.mode()) {
                        case INSERT -> "create";
                        case UPDATE -> "update";
                        case UPSERT -> "upsert";
                    }
                    + "' for it");
        }
        for (String field : new TreeSet<>(spec.mapping().keySet())) {
            if (!names.contains(field)) {
                mistakes.add("there is no field '" + field + "'" + Nearest.hint(field, names));
            }
        }
        spec.match().ifPresent(match -> {
            if (!spec.mapping().containsKey(match)) {
                mistakes.add("the match field '" + match + "' is not in the mapping");
            }
            List<String> possible = spec.mode() == WriteSpec.Mode.INSERT
                    ? rules.find().map(WriteRules.Find::match).orElse(List.of())
                    : change.map(WriteRules.Change::match).orElse(List.of());
            if (!possible.contains(match)) {
                mistakes.add("records cannot be matched by '" + match + "'"
                        + (possible.isEmpty() ? "" : ": choose " + String.join(" or ", possible)));
            }
        });
        if (!mistakes.isEmpty()) {
            throw new ConnectorException(
                    "destination.mapping_wrong",
                    "this cannot be written to " + spec.stream() + ": " + String.join("; ", mistakes),
                    "Correct the sync's mapping, or the manifest");
        }
        return change.orElseThrow().action().batch();
    }

    @Override
    public WriteAnswer write(Access access, WriteSpec spec, List<ModelRow> rows) {
        WriteRules rules = rules(spec.stream()).orElseThrow();
        WriteRules.Change change = change(rules, spec.mode()).orElseThrow();
        if (rows.size() > change.action().batch()) {
            throw new IllegalArgumentException(rows.size() + " rows, where a batch holds "
                    + change.action().batch());
        }
        return new Writing(access, spec, rules, config()).write(change, rows);
    }

    @Override
    public Optional<List<Outcome>> lookUp(Access access, WriteSpec spec, List<ModelRow> rows) throws HttpFailed {
        return new Writing(access, spec, rules(spec.stream()).orElseThrow(), config()).lookUp(rows);
    }
}
