package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result as rows of text, as the Bulk API writes it: a column for each field, {@code Account.Name} for a parent's. */
public final class Flat {
    private record Leaf(String name, List<Integer> parents, Field field) {}

    private final Org org;
    private final List<Hit> hits;
    private final List<Leaf> leaves = new ArrayList<>();
    private boolean flat = true;

    Flat(Org org, Shape shape, List<Hit> hits) {
        this.org = org;
        this.hits = hits;
        add(shape, "", List.of());
    }

    private void add(Shape shape, String prefix, List<Integer> way) {
        int parent = 0;
        for (Shape.Part part : shape.parts()) {
            switch (part) {
                case Shape.Leaf(Field field) -> leaves.add(new Leaf(prefix + field.name(), way, field));
                case Shape.Parent(String name, Field reference, Shape below) -> {
                    List<Integer> there = new ArrayList<>(way);
                    there.add(parent++);
                    add(below, prefix + name + ".", there);
                }
                case Shape.Kids kids -> flat = false;
            }
        }
    }

    /** Whether it has no children. */
    public boolean isFlat() {
        return flat;
    }

    public List<String> names() {
        return leaves.stream().map(Leaf::name).toList();
    }

    /** The types of the columns. */
    public List<FieldType> types() {
        return leaves.stream().map(leaf -> leaf.field().type()).toList();
    }

    public int size() {
        return hits.size();
    }

    /** One row; the empty text for no value. */
    public List<String> row(int index) {
        List<String> row = new ArrayList<>(leaves.size());
        for (Leaf leaf : leaves) {
            row.add(cell(hits.get(index), leaf));
        }
        return row;
    }

    private String cell(Hit hit, Leaf leaf) {
        Hit at = hit;
        for (int parent : leaf.parents()) {
            if (at.parents().get(parent).isEmpty()) {
                return "";
            }
            at = at.parents().get(parent).get();
        }
        Row row = at.row();
        Field field = row.object().field(leaf.field().name());
        return field == null ? "" : text(field.type(), org.value(row, field));
    }

    private static String text(FieldType type, @Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String secret when type == FieldType.ENCRYPTEDSTRING -> RowJson.masked(secret);
            case Long millis when type == FieldType.DATETIME -> datetime(millis);
            default -> value.toString();
        };
    }

    /** {@code 2026-05-01T07:25:37.000Z}, unlike the REST API's {@code +0000}. */
    private static String datetime(long millis) {
        return RowJson.datetime(millis).replace("+0000", "Z");
    }
}
