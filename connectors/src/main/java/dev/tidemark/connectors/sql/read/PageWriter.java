package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.RawPage;
import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes rows as a page: {@code {"columns": ["id", "name"], "rows": [[1, "Ann"]]}}. Whole numbers of 64 bits and truths are JSON's
 * own, every other value is a string, so that none is rounded by whoever reads it.
 */
final class PageWriter implements AutoCloseable {

    /** What {@link PageReader} reads. */
    static final String FORMAT = "table;1";

    private static final JsonFactory FACTORY = new JsonFactory();

    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter();

    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private final List<TableColumn> columns;
    private final ZoneId zone;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    private final JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);

    /** @param zone of times without a zone */
    PageWriter(List<TableColumn> columns, ZoneId zone) {
        this.columns = columns;
        this.zone = zone;
        json.writeStartObject();
        json.writeArrayPropertyStart("columns");
        columns.forEach(column -> json.writeString(column.name()));
        json.writeEndArray();
        json.writeArrayPropertyStart("rows");
    }

    /** The row at which the result stands; its first columns are those of the page. */
    void row(ResultSet row) throws SQLException {
        json.writeStartArray();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).spelling() == Spelling.BYTES) {
                bytes(row.getBytes(i + 1));
            } else {
                value(columns.get(i).spelling(), row.getString(i + 1));
            }
        }
        json.writeEndArray();
    }

    /** Bytes so far. */
    int size() {
        return bytes.size() + Math.max(0, json.streamWriteOutputBuffered());
    }

    RawPage page() {
        json.writeEndArray();
        json.writeEndObject();
        json.close();
        return new RawPage(FORMAT, bytes.toByteArray());
    }

    @Override
    public void close() {
        json.close();
    }

    private void bytes(byte @org.jspecify.annotations.Nullable [] value) {
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(Base64.getEncoder().encodeToString(value));
        }
    }

    private void value(Spelling spelling, @org.jspecify.annotations.Nullable String value) {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (spelling) {
            case NUMBER -> number(value);
            case BOOLEAN -> truth(value);
            case UTC -> json.writeString(value + "Z");
            case LOCAL -> json.writeString(moment(value, zone));
            default -> json.writeString(value);
        }
    }

    private void number(String value) {
        int length = value.length();
        boolean whole = length > 0 && length <= 18;
        for (int i = 0; whole && i < length; i++) {
            char c = value.charAt(i);
            whole = (c >= '0' && c <= '9') || (c == '-' && i == 0 && length > 1);
        }
        if (whole) {
            json.writeNumber(Long.parseLong(value));
        } else {
            json.writeString(value);
        }
    }

    private void truth(String value) {
        switch (value) {
            case "t", "true", "1" -> json.writeBoolean(true);
            case "f", "false", "0" -> json.writeBoolean(false);
            default -> json.writeString(value);
        }
    }

    /** A time without a zone as the moment that it is in this one; what is none stays as it is, and is refused later. */
    static String moment(String local, ZoneId zone) {
        if (zone.equals(ZoneOffset.UTC)) {
            return local + "Z";
        }
        try {
            return MOMENT.format(LocalDateTime.parse(local, LOCAL).atZone(zone));
        } catch (DateTimeException e) {
            return local;
        }
    }

    /** The moment as a time without a zone, so early that no row of that moment or later is before it. */
    static String local(java.time.Instant moment, ZoneId zone) {
        // An hour that a zone's clocks go through twice is told by its first.
        java.time.Instant early =
                zone.getRules().isFixedOffset() ? moment : moment.minus(java.time.Duration.ofHours(2));
        return LOCAL.format(LocalDateTime.ofInstant(early, zone));
    }
}
