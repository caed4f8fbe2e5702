package dev.tidemark.connectors.json;

import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.json.Shape.Tombstone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/** The members of one object that lead to fields: of a record, or of an object inside of it. */
final class Level {

    /** Matches the names of {@link #members}, in their order. */
    final PropertyNameMatcher names;

    final Member[] members;

    private Level(PropertyNameMatcher names, Member[] members) {
        this.names = names;
        this.members = members;
    }

    /**
     * One member.
     *
     * @param field the field that it is, or -1
     * @param reader of that field's values
     * @param inner what its own members are, where fields lie inside of it
     * @param tombstone what it holds in a deleted record; null where nothing is known by it
     */
    record Member(
            int field,
            @Nullable FieldReader reader,
            @Nullable Level inner,
            @Nullable Tombstone tombstone) {}

    /** What is known of a level while it is put together. */
    private static final class Draft {
        final Map<String, Draft> members = new LinkedHashMap<>();
        int field = -1;

        @Nullable
        FieldReader reader;

        @Nullable
        Tombstone tombstone;

        Draft member(String name) {
            return members.computeIfAbsent(name, n -> new Draft());
        }

        Level level() {
            List<Named> names = new ArrayList<>();
            List<Member> made = new ArrayList<>();
            members.forEach((name, draft) -> {
                if (draft.field >= 0 && !draft.members.isEmpty()) {
                    throw new IllegalArgumentException("fields lie inside of the field '" + name + "'");
                }
                names.add(Named.fromString(name));
                made.add(new Member(
                        draft.field, draft.reader, draft.members.isEmpty() ? null : draft.level(), draft.tombstone));
            });
            return new Level(Json.FACTORY.constructNameMatcher(names, false), made.toArray(Member[]::new));
        }
    }

    private static FieldReader reader(int number, Field field, Shape shape) {
        FieldReader reader = FieldReader.of(number, field.type(), shape.conversions());
        boolean scalar = field.type() != FieldType.TEXT && field.type() != FieldType.JSON;
        if (!shape.lenient() || !scalar) {
            return reader;
        }
        return (parser, token, page, sink) -> {
            if (token == JsonToken.START_OBJECT) {
                parser.skipChildren();
            } else {
                reader.read(parser, token, page, sink);
            }
        };
    }

    static Level of(StreamSpec stream, Shape shape) {
        var root = new Draft();
        int number = 0;
        for (Field field : stream.fields()) {
            if (shape.given().containsKey(field.name())) {
                number++;
                continue;
            }
            Draft at = root;
            for (String step : shape.place().apply(field.name())) {
                at = at.member(step);
            }
            if (at.field >= 0) {
                throw new IllegalArgumentException("two fields at the place of '" + field.name() + "'");
            }
            at.field = number;
            at.reader = reader(number, field, shape);
            number++;
        }
        if (shape.tombstone().isPresent()) {
            Tombstone tombstone = shape.tombstone().get();
            root.member(tombstone.field()).tombstone = tombstone;
        }
        return root.level();
    }
}
