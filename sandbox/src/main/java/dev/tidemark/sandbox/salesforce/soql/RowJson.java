package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldType;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes rows as Salesforce's JSON. */
public final class RowJson {
    private static final List<String> ADDRESS_PARTS =
            List.of("City", "Country", "GeocodeAccuracy", "Latitude", "Longitude", "PostalCode", "State", "Street");

    private RowJson() {}

    /** The {@code attributes} of a record. */
    public static void attributes(JsonGenerator json, SObject object, String id, String version) {
        attributes(json, object.name(), object, id, version);
    }

    /** Those of a record that is shown as another object's. */
    static void attributes(JsonGenerator json, String shownAs, Row row, String version) {
        attributes(json, shownAs, row.object(), row.id(), version);
    }

    private static void attributes(JsonGenerator json, String shownAs, SObject object, String id, String version) {
        json.writeObjectPropertyStart("attributes");
        json.writeStringProperty("type", shownAs);
        json.writeStringProperty("url", "/services/data/" + version + "/sobjects/" + object.name() + "/" + id);
        json.writeEndObject();
    }

    /** A field with its name. */
    public static void field(JsonGenerator json, Org org, Row row, Field field, String version) {
        json.writeName(field.name());
        if (field.type() == FieldType.ADDRESS) {
            address(json, row, field);
        } else if (field.type() == FieldType.LOCATION) {
            location(json, row, field);
        } else if (field.type() == FieldType.ENCRYPTEDSTRING && row.get(field) instanceof String secret) {
            json.writeString(masked(secret));
        } else if (field.type() == FieldType.BASE64 && row.get(field) != null) {
            json.writeString("/services/data/" + version + "/sobjects/"
                    + row.object().name() + "/" + row.id() + "/" + field.name());
        } else {
            value(json, field.type(), org.value(row, field));
        }
    }

    static void value(JsonGenerator json, FieldType type, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Double number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case LocalDate day -> json.writeString(day.toString());
            case Long millis when type == FieldType.DATETIME -> json.writeString(datetime(millis));
            case Long number -> json.writeNumber(number);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    /** {@code 2026-05-01T07:25:37.000+0000}: the one way in which Salesforce writes a datetime. */
    public static String datetime(long millis) {
        LocalDateTime at = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
        var text = new StringBuilder(28);
        text.append(at.toLocalDate()).append('T');
        two(text, at.getHour()).append(':');
        two(text, at.getMinute()).append(':');
        two(text, at.getSecond()).append('.');
        int fraction = at.getNano() / 1_000_000;
        text.append(fraction / 100).append(fraction / 10 % 10).append(fraction % 10);
        return text.append("+0000").toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    static String masked(String secret) {
        int shown = Math.max(0, secret.length() - 4);
        return "*".repeat(shown) + secret.substring(shown);
    }

    private static void location(JsonGenerator json, Row row, Field compound) {
        String prefix = compound.name().substring(0, compound.name().length() - 1);
        Object latitude = row.get(prefix + "Latitude__s");
        Object longitude = row.get(prefix + "Longitude__s");
        if (!(latitude instanceof Double north) || !(longitude instanceof Double east)) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberProperty("latitude", north);
        json.writeNumberProperty("longitude", east);
        json.writeEndObject();
    }

    private static void address(JsonGenerator json, Row row, Field compound) {
        String prefix = compound.name().substring(0, compound.name().length() - "Address".length());
        boolean empty = ADDRESS_PARTS.stream().allMatch(part -> row.get(prefix + part) == null);
        if (empty) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        for (String part : ADDRESS_PARTS) {
            json.writeName(part.substring(0, 1).toLowerCase(Locale.ROOT) + part.substring(1));
            Field field = row.object().the(prefix + part);
            value(json, field.type(), row.get(field));
        }
        json.writeEndObject();
    }
}
