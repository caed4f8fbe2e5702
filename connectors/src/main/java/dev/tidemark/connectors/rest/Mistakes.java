package dev.tidemark.connectors.rest;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Gathers every mistake of a mapping, and tells them at once. */
public final class Mistakes {

    private final String app;
    private final WriteSpec spec;
    private final List<String> found = new ArrayList<>();

    public Mistakes(String app, WriteSpec spec) {
        this.app = app;
        this.spec = spec;
    }

    public Mistakes add(String mistake) {
        found.add(mistake);
        return this;
    }

    /** Every field of the mapping is there and can be written; the match field of a match need not be writable. */
    public Mistakes fields(StreamSpec stream) {
        for (String name : spec.mapping().keySet().stream().sorted().toList()) {
            Optional<Field> field = stream.field(name);
            boolean matches = spec.mode() != Mode.INSERT
                    && spec.match().filter(name::equals).isPresent();
            if (field.isEmpty()) {
                add(unknown(name, stream.fields().stream().map(Field::name).toList()));
            } else if (!field.get().writable() && !matches) {
                add("'" + name + "' cannot be written");
            }
        }
        return this;
    }

    /** Records can be matched by the match field, and it is in the mapping. */
    public Mistakes match(Collection<String> matching) {
        spec.match().ifPresent(name -> {
            if (!spec.mapping().containsKey(name)) {
                add("the match field '" + name + "' is not in the mapping");
            }
            if (!matching.contains(name)) {
                add("records cannot be matched by '" + name + "': choose "
                        + String.join(" or ", matching.stream().sorted().toList()));
            }
        });
        return this;
    }

    /** @throws ConnectorException where there was any */
    public void tell() {
        if (!found.isEmpty()) {
            throw new ConnectorException(
                    "destination.mapping_wrong",
                    "this cannot be written to " + spec.stream() + ": " + String.join("; ", found),
                    "Correct the sync's mapping, or grant these fields in " + app);
        }
    }

    /** That there is no such field, and which one may be meant. */
    public static String unknown(String name, Collection<String> fields) {
        return "there is no field '" + name + "'" + Nearest.hint(name, fields);
    }
}
