package dev.tidemark.process;

import dev.tidemark.archive.ArchivedPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.rejection.RecordKey;
import dev.tidemark.rejection.Rejection;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a page's records and a table's rows: lets values pass, hands on the version, counts, and turns whatever
 * does not fit into a rejection (invariant 6). Fields and columns share their numbers.
 */
final class RowMaker implements RecordSink {

    private static final int LONGEST_QUOTE = 65_536;
    private static final int FLUSH = 500;

    private final RowSink rows;
    private final int versionField;
    private final int[] keyFields;
    private final boolean[] inKey;
    private final StreamSpec stream;
    private final Consumer<List<Rejection>> keep;
    private final @Nullable String[] key;
    private final List<Rejection> pending = new ArrayList<>();

    private @Nullable ArchivedPage page;
    private long ordinal;
    private long seen;
    private long rejected;
    private int badField = -1;
    private String badValue = "";
    private String badReason = "";

    RowMaker(StreamSpec stream, RowSink rows, Consumer<List<Rejection>> keep) {
        this.stream = stream;
        this.rows = rows;
        this.keep = keep;
        this.versionField = stream.versionField().map(stream::indexOf).orElse(-1);
        this.keyFields = stream.key().stream().mapToInt(stream::indexOf).toArray();
        this.inKey = new boolean[stream.fields().size()];
        for (int field : keyFields) {
            inKey[field] = true;
        }
        this.key = new @Nullable String[stream.fields().size()];
    }

    void page(ArchivedPage next) {
        page = next;
        ordinal = 0;
        Instant at = next.retrievedAt();
        rows.page(next.n(), at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
    }

    long seen() {
        return seen;
    }

    long rejected() {
        return rejected;
    }

    @Override
    public void begin() {
        badField = -1;
        badReason = "";
        for (int field : keyFields) {
            key[field] = null;
        }
        rows.begin();
    }

    private boolean isKey(int field) {
        return inKey[field];
    }

    @Override
    public void text(int field, String value) {
        if (isKey(field)) {
            key[field] = value;
        }
        rows.text(field, value);
    }

    @Override
    public void text(int field, char[] chars, int offset, int length) {
        if (isKey(field)) {
            key[field] = new String(chars, offset, length);
        }
        rows.text(field, chars, offset, length);
    }

    @Override
    public void integer(int field, long value) {
        if (isKey(field)) {
            key[field] = Long.toString(value);
        }
        rows.integer(field, value);
    }

    @Override
    public void decimal(int field, BigDecimal value) {
        if (isKey(field)) {
            key[field] = value.toPlainString();
        }
        rows.decimal(field, value);
    }

    @Override
    public void number(int field, double value) {
        if (isKey(field)) {
            key[field] = Double.toString(value);
        }
        rows.number(field, value);
    }

    @Override
    public void bool(int field, boolean value) {
        if (isKey(field)) {
            key[field] = Boolean.toString(value);
        }
        rows.bool(field, value);
    }

    @Override
    public void date(int field, long epochDay) {
        if (isKey(field)) {
            key[field] = Long.toString(epochDay);
        }
        rows.date(field, epochDay);
    }

    @Override
    public void time(int field, long microsOfDay) {
        if (isKey(field)) {
            key[field] = Long.toString(microsOfDay);
        }
        rows.time(field, microsOfDay);
    }

    @Override
    public void instant(int field, long epochMicros) {
        if (field == versionField) {
            rows.version(epochMicros);
        }
        if (isKey(field)) {
            key[field] = Long.toString(epochMicros);
        }
        rows.instant(field, epochMicros);
    }

    @Override
    public void bytes(int field, byte[] value) {
        if (isKey(field)) {
            key[field] = HexFormat.of().formatHex(value);
        }
        rows.bytes(field, value);
    }

    @Override
    public void json(int field, String value) {
        if (isKey(field)) {
            key[field] = value;
        }
        rows.json(field, value);
    }

    @Override
    public void misfit(int field, String raw, String why) {
        if (badReason.isEmpty()) {
            badField = field;
            badValue = raw;
            badReason = why;
        }
    }

    @Override
    public void deleted() {
        rows.deleted();
    }

    @Override
    public void end(byte[] body, int from, int to) {
        seen++;
        for (int field : keyFields) {
            if (badReason.isEmpty() && key[field] == null) {
                badField = field;
                badValue = "";
                badReason = "the key has no value";
            }
        }
        if (badReason.isEmpty()) {
            rows.end(body, from, to);
            String refusal = rows.refusal();
            if (refusal != null) {
                badField = -1;
                badValue = "";
                badReason = refusal;
            }
        } else {
            rows.discard();
        }
        if (!badReason.isEmpty()) {
            reject(body, from, to);
        }
        ordinal++;
    }

    private void reject(byte[] body, int from, int to) {
        rejected++;
        ArchivedPage at = java.util.Objects.requireNonNull(page, "a record outside of a page");
        String name = badField < 0 ? "" : stream.fields().get(badField).name();
        int end = Math.min(to, from + LONGEST_QUOTE);
        pending.add(new Rejection(
                at.n(),
                ordinal,
                at.run(),
                RecordKey.of(keyValues()),
                name,
                badReason,
                badValue.length() > LONGEST_QUOTE ? badValue.substring(0, LONGEST_QUOTE) : badValue,
                new String(body, from, Math.max(0, end - from), StandardCharsets.UTF_8),
                at.retrievedAt()));
        if (pending.size() >= FLUSH) {
            flush();
        }
    }

    private List<@Nullable String> keyValues() {
        List<@Nullable String> values = new ArrayList<>(keyFields.length);
        for (int field : keyFields) {
            values.add(key[field]);
        }
        return values;
    }

    /** Hands on the rejections so far: before the rows they stood among are loaded, so that a crash loses none. */
    void flush() {
        if (!pending.isEmpty()) {
            keep.accept(List.copyOf(pending));
            pending.clear();
        }
    }
}
