package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connectors.csv.CsvRows;
import dev.tidemark.connectors.csv.CsvValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pages of query jobs as records. A page is CSV with a header; how many rows it has stands in its format, for CSV that was cut
 * off between two rows looks whole.
 */
final class BulkRecords {

    private static final Pattern FORMAT = Pattern.compile("csv;(v\\d+\\.\\d);rows=(\\d{1,9})");

    private final @Nullable CsvValue[] values;
    private final List<Made> made = new ArrayList<>();
    private int isDeleted = -1;

    /** A compound field and the columns of its parts, -1 for one that is not there. */
    private record Made(int field, Compound compound, List<Integer> columns) {}

    private BulkRecords(StreamSpec stream, List<String> header) {
        this.values = new @Nullable CsvValue[header.size()];
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            columns.put(header.get(i), i);
        }
        for (int i = 0; i < stream.fields().size(); i++) {
            Field field = stream.fields().get(i);
            Integer column = columns.get(field.name());
            if (column != null) {
                values[column] = new CsvValue(i, field.type());
            } else {
                int number = i;
                Compound.of(field)
                        .ifPresent(compound -> made.add(new Made(
                                number,
                                compound,
                                compound.parts().stream()
                                        .map(part -> columns.getOrDefault(part.field(), -1))
                                        .toList())));
            }
        }
        if (Soql.marksDeletes(stream)) {
            isDeleted = columns.getOrDefault(Soql.IS_DELETED, -1);
        }
    }

    static boolean isOne(RawPage page) {
        return page.format().startsWith("csv;");
    }

    static RawPage page(String version, long rows, byte[] body) {
        return new RawPage("csv;" + version + ";rows=" + rows, body);
    }

    /** How many rows follow the header. */
    static long count(byte[] body) throws BadPage {
        CsvRows rows = new CsvRows(body);
        if (!rows.next()) {
            throw new BadPage("a page without a header");
        }
        long count = 0;
        while (rows.next()) {
            count++;
        }
        return count;
    }

    static void read(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        Matcher format = FORMAT.matcher(page.format());
        if (!format.matches()) {
            throw new BadPage("no format of this connector: " + page.format());
        }
        CsvRows rows = new CsvRows(page.body());
        if (!rows.next()) {
            throw new BadPage("a page without a header");
        }
        List<String> header = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            header.add(rows.text(i));
        }
        var records = new BulkRecords(stream, header);
        long count = 0;
        while (rows.next()) {
            records.record(rows, page.body(), sink);
            count++;
        }
        if (count != Long.parseLong(format.group(2))) {
            throw new BadPage("a page of " + count + " rows where " + format.group(2) + " were answered");
        }
    }

    private void record(CsvRows row, byte[] page, RecordSink sink) throws BadPage {
        if (row.size() != values.length) {
            throw new BadPage("a row of " + row.size() + " values under " + values.length + " names");
        }
        sink.begin();
        for (int i = 0; i < values.length; i++) {
            CsvValue value = values[i];
            if (value != null) {
                value.read(row.chars(), row.start(i), row.length(i), sink);
            }
        }
        for (Made one : made) {
            List<String> parts = one.columns().stream()
                    .map(column -> column < 0 ? "" : row.text(column))
                    .toList();
            one.compound().json(parts).ifPresent(json -> sink.json(one.field(), json));
        }
        if (isDeleted >= 0 && row.text(isDeleted).equals("true")) {
            sink.deleted();
        }
        sink.end(page, row.from(), row.to());
    }
}
