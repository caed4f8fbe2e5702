package dev.tidemark.connectors.sql;

import dev.tidemark.connector.RowLookup.Row;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of a table of ours, as it stands there. */
public final class LookedUp {

    /** How a driver reads a moment; null for NULL. */
    public interface Moments {
        @Nullable
        Instant read(ResultSet row, String column) throws SQLException;
    }

    private LookedUp() {}

    /** @param meta the columns of ours: version, time, page and time of deletion */
    public static Row row(ResultSet row, List<String> meta, Moments moments) throws SQLException {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        ResultSetMetaData about = row.getMetaData();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            String name = about.getColumnLabel(i);
            if (!meta.contains(name)) {
                values.put(name, row.getString(i));
            }
        }
        return new Row(
                values,
                Optional.ofNullable(moments.read(row, meta.get(0))),
                Objects.requireNonNull(moments.read(row, meta.get(1))),
                row.getLong(meta.get(2)),
                Optional.ofNullable(moments.read(row, meta.get(3))));
    }
}
