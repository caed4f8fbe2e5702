package dev.tidemark.bench.inbound;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A contact as an object, for programs that make objects of records. */
record Contact(
        String id,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("owner_id") String ownerId,
        @JsonProperty("first_name") String firstName,
        @JsonProperty("last_name") String lastName,
        String email,
        @Nullable String phone,
        String title,
        @Nullable String department,
        @JsonProperty("lead_source") String leadSource,
        String street,
        String city,
        String state,
        @JsonProperty("postal_code") String postalCode,
        String country,
        String description,
        @JsonProperty("do_not_call") boolean doNotCall,
        @JsonProperty("opted_out") boolean optedOut,
        long visits,
        long score,
        @JsonProperty("open_deals") long openDeals,
        BigDecimal revenue,
        BigDecimal discount,
        double rating,
        double latitude,
        double longitude,
        @Nullable LocalDate birthday,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("modified_at") Instant modifiedAt,
        @Nullable @JsonProperty("last_seen_at") Instant lastSeenAt) {

    void set(PreparedStatement row) throws SQLException {
        int at = 0;
        for (String text : new @Nullable String[] {
            id,
            accountId,
            ownerId,
            firstName,
            lastName,
            email,
            phone,
            title,
            department,
            leadSource,
            street,
            city,
            state,
            postalCode,
            country,
            description
        }) {
            row.setString(++at, text);
        }
        row.setBoolean(++at, doNotCall);
        row.setBoolean(++at, optedOut);
        row.setLong(++at, visits);
        row.setLong(++at, score);
        row.setLong(++at, openDeals);
        row.setBigDecimal(++at, revenue);
        row.setBigDecimal(++at, discount);
        row.setDouble(++at, rating);
        row.setDouble(++at, latitude);
        row.setDouble(++at, longitude);
        row.setObject(++at, birthday, Types.DATE);
        for (Instant instant : new @Nullable Instant[] {createdAt, modifiedAt, lastSeenAt}) {
            row.setObject(
                    ++at, instant == null ? null : instant.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        }
    }
}
