package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldType;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.workspace.Names;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a table must hold: each row and column of the org's object, and when which row was deleted. */
final class SalesforceTruth {

    private SalesforceTruth() {}

    /** Fails where the table differs from the object in any row, deleted ones too, or in any column vouched for. */
    static void check(Scene scene, String object, String table) {
        SObject type = scene.object(object);
        List<Field> fields = type.fields().stream()
                .filter(f -> !f.isCalculated()
                        && f.type() != FieldType.ADDRESS
                        && f.type() != FieldType.BASE64
                        && !f.name().equals("Id")
                        && !f.name().equals("IsDeleted"))
                .toList();
        Map<String, String> expected = new TreeMap<>();
        for (Row row : scene.org.org().rows(type)) {
            expected.put(
                    row.id(),
                    row.isDeleted()
                            ? "deleted at " + row.stamp()
                            : fields.stream()
                                    .map(f -> f.name() + "=" + text(row.get(f)))
                                    .collect(Collectors.joining(" ")));
        }
        Map<String, String> found = new TreeMap<>();
        String columns = fields.stream().map(SalesforceTruth::column).collect(Collectors.joining(", "));
        scene.query(
                "SELECT id, (extract(epoch FROM _tidemark_deleted_at) * 1000)::bigint, " + columns + " FROM " + table,
                row -> {
                    StringBuilder values = new StringBuilder();
                    for (int i = 0; i < fields.size(); i++) {
                        values.append(i == 0 ? "" : " ")
                                .append(fields.get(i).name())
                                .append('=')
                                .append(number(fields.get(i), row.getString(i + 3)));
                    }
                    String deleted = row.getString(2);
                    return found.merge(
                            row.getString(1),
                            deleted == null ? values.toString() : "deleted at " + deleted,
                            (a, b) -> a + " and " + b);
                });
        Map<String, String> wrong = new TreeMap<>();
        Stream.concat(expected.keySet().stream(), found.keySet().stream())
                .filter(id -> !Objects.equals(expected.get(id), found.get(id)))
                .limit(3)
                .forEach(id -> wrong.put(id, "is " + found.get(id) + "\nat the app: " + expected.get(id)));
        assertThat(wrong).as(table).isEmpty();
    }

    private static String column(Field field) {
        String name = '"' + Names.snakeCase(field.name()) + '"';
        return switch (field.type()) {
            case DATETIME -> "(extract(epoch FROM " + name + ") * 1000)::bigint";
            case BOOLEAN -> name + "::text";
            default -> name;
        };
    }

    private static @Nullable String number(Field field, @Nullable String value) {
        return value != null && field.type().isNumber()
                ? new BigDecimal(value).stripTrailingZeros().toPlainString()
                : value;
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double d -> BigDecimal.valueOf(d).stripTrailingZeros().toPlainString();
            case Integer i -> BigDecimal.valueOf(i).stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
    }
}
