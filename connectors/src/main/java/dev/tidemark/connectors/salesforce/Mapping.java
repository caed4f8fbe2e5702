package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.rest.Mistakes;
import dev.tidemark.connectors.rest.Troubled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a mapping against the object's description, and tells every mistake at once. */
final class Mapping {

    private final Access access;
    private final WriteSpec spec;
    private final SObject object;
    private final List<String> mistakes = new ArrayList<>();

    private Mapping(Access access, WriteSpec spec, SObject object) {
        this.access = access;
        this.spec = spec;
        this.object = object;
    }

    /** @throws ConnectorException where it cannot work */
    static void check(Access access, WriteSpec spec) throws HttpFailed, Troubled {
        SObject object = Describe.object(access, spec.stream())
                .orElseThrow(() -> new ConnectorException(
                        "destination.unknown_stream",
                        "Salesforce has no object '" + spec.stream() + "', or does not show it to this user",
                        "Check the API name and the user's permissions"));
        var mapping = new Mapping(access, spec, object);
        mapping.objectTakes();
        mapping.match();
        for (String field : spec.mapping().keySet().stream().sorted().toList()) {
            mapping.field(field);
        }
        if (!mapping.mistakes.isEmpty()) {
            throw new ConnectorException(
                    "destination.mapping_wrong",
                    "this cannot be written to " + spec.stream() + ": " + String.join("; ", mapping.mistakes),
                    "Correct the sync's mapping, or grant the user these fields in Salesforce");
        }
    }

    private void objectTakes() {
        if (creates() && !object.createable()) {
            mistakes.add("no record of it can be created");
        }
        if (updates() && !object.updateable()) {
            mistakes.add("no record of it can be changed");
        }
    }

    private void match() {
        Optional<String> match = spec.match();
        if (match.isEmpty()) {
            return;
        }
        String name = match.get();
        if (!spec.mapping().containsKey(name)) {
            mistakes.add("the match field '" + name + "' is not in the mapping");
        }
        Optional<SObject.Column> field = object.field(name);
        if (field.isEmpty()) {
            if (!spec.mapping().containsKey(name)) {
                mistakes.add(unknown(name));
            }
        } else if (spec.mode() == Mode.INSERT && !field.get().looksUp()) {
            mistakes.add("records cannot be looked up by '" + name
                    + "': choose a field of text or numbers that queries may ask by");
        } else if (spec.mode() != Mode.INSERT && !field.get().matches()) {
            mistakes.add("records cannot be matched by '" + name + "', which is no external id: choose "
                    + String.join(" or ", matching()));
        }
    }

    private List<String> matching() {
        return object.fields().stream()
                .filter(SObject.Column::matches)
                .map(SObject.Column::name)
                .toList();
    }

    private void field(String name) throws HttpFailed, Troubled {
        if (name.contains(".")) {
            relation(name.substring(0, name.indexOf('.')), name.substring(name.indexOf('.') + 1));
            return;
        }
        Optional<SObject.Column> found = object.field(name);
        if (found.isEmpty()) {
            mistakes.add(unknown(name));
            return;
        }
        SObject.Column field = found.get();
        if (spec.mode() != Mode.INSERT && spec.match().filter(name::equals).isPresent()) {
            return;
        }
        if (creates() && !field.createable()) {
            mistakes.add("'" + name + "' cannot be set when a record is created");
        } else if (updates() && !field.updateable()) {
            mistakes.add("'" + name + "' cannot be changed");
        }
    }

    private void relation(String relationship, String by) throws HttpFailed, Troubled {
        Optional<SObject.Column> field = object.relation(relationship);
        if (field.isEmpty()) {
            mistakes.add("there is no relationship '" + relationship + "'");
            return;
        }
        if (field.get().refersTo().size() != 1) {
            mistakes.add("'" + relationship + "' can refer to several objects: map '"
                    + field.get().name() + "' to an id");
            return;
        }
        String other = field.get().refersTo().getFirst();
        boolean matches = Describe.object(access, other)
                .flatMap(object -> object.field(by))
                .filter(SObject.Column::matches)
                .isPresent();
        if (!matches) {
            mistakes.add("'" + by + "' is no external id of " + other);
        }
    }

    private boolean creates() {
        return spec.mode() == Mode.INSERT || (spec.mode() == Mode.UPSERT && !Collections.byId(spec));
    }

    private boolean updates() {
        return spec.mode() != Mode.INSERT;
    }

    private String unknown(String name) {
        return Mistakes.unknown(
                name, object.fields().stream().map(SObject.Column::name).toList());
    }
}
