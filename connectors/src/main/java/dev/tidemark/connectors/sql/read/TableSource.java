package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Amount;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Check.Finding;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.Unavailable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The tables and views of a database as streams. Stateless; safe for use by many threads. */
public final class TableSource {

    /** Settings of every database that is read; they say nothing to one that is written. */
    public static final List<Setting> SETTINGS = Choices.SETTINGS;

    /** A connector's own settings and these. */
    public static List<Setting> settings(Setting... own) {
        return Stream.concat(Arrays.stream(own), SETTINGS.stream()).toList();
    }

    /** How far the clocks of those who write a row's time of change may be behind the database's. */
    public static final Duration SAFETY_LAG = Duration.ofMinutes(1);

    /** In seconds. */
    private static final int LONGEST_COUNT = 10;

    /** What PostgreSQL calls a query that was cancelled. */
    private static final String CANCELLED = "57014";

    private final SourceDatabase database;

    public TableSource(SourceDatabase database) {
        this.database = database;
    }

    /** The streams that the user may read. */
    public List<StreamSpec> discover(Access access) throws HttpFailed {
        return ask(access, Optional.empty());
    }

    public Optional<StreamSpec> describe(Access access, String stream) throws HttpFailed {
        return ask(access, Optional.of(stream)).stream().findFirst();
    }

    private List<StreamSpec> ask(Access access, Optional<String> stream) throws HttpFailed {
        Choices choices = Choices.of(access);
        try (Connection connection = database.open(access)) {
            boolean utc = database.isInUtc(connection);
            return database.tables(connection, access, stream).stream()
                    .filter(table -> !table.columns().isEmpty())
                    .map(table -> Plan.of(table, choices, utc).stream())
                    .toList();
        } catch (SQLException e) {
            throw database.trouble(e, "look for tables").failure();
        } catch (Unavailable e) {
            throw new HttpFailed(String.valueOf(e.getMessage()), false);
        }
    }

    /**
     * How many rows there are: as the database's own statistics say, else counted in a time that does no harm. A database counts
     * no requests.
     */
    public Size size(Access access, StreamSpec stream) throws HttpFailed {
        try (Connection connection = database.open(access)) {
            Optional<Table> found = database.tables(connection, access, Optional.of(stream.name())).stream()
                    .findFirst();
            if (found.isEmpty() || found.get().columns().isEmpty()) {
                throw new ConnectorException(
                        "source.unknown_stream",
                        "there is no table or view '" + stream.name() + "'",
                        "Correct 'from:' of the sync; 'tidemark discover' lists the tables");
            }
            Table table = found.get();
            return new Size(
                    table.rows().isPresent()
                            ? Amount.about(table.rows().getAsLong(), "the database's own statistics say so")
                            : count(connection, table),
                    Amount.exactly(0),
                    "a database counts no requests");
        } catch (SQLException e) {
            throw database.trouble(e, "count '" + stream.name() + "'").failure();
        } catch (Unavailable e) {
            throw new HttpFailed(String.valueOf(e.getMessage()), false);
        }
    }

    private static Amount count(Connection connection, Table table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(LONGEST_COUNT);
            String where = table.where().isEmpty() ? "" : " WHERE " + table.where();
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table.from() + " t" + where)) {
                rows.next();
                return Amount.exactly(rows.getLong(1));
            }
        } catch (SQLTimeoutException e) {
            return tooLong();
        } catch (SQLException e) {
            if (CANCELLED.equals(e.getSQLState())) {
                return tooLong();
            }
            throw e;
        }
    }

    private static Amount tooLong() {
        return Amount.unknown("the database keeps no statistics of it, and counting takes longer than " + LONGEST_COUNT
                + " s; ANALYZE makes statistics");
    }

    /** What a person should know before anything is read. */
    public Check check(Access access) {
        List<Finding> findings = new ArrayList<>();
        try (Connection connection = database.open(access)) {
            findings.add(Finding.ok("sign in", "reached " + database.place(access)));
            Choices choices = Choices.of(access);
            boolean utc = database.isInUtc(connection);
            Set<String> found = new TreeSet<>();
            boolean anyChanges = false;
            for (Table table : database.tables(connection, access, Optional.empty())) {
                found.add(table.stream());
                anyChanges |= Plan.of(table, choices, utc).cursor().isPresent();
            }
            findings.add(
                    found.isEmpty()
                            ? Finding.wrong("tables", "the user may read none", "Grant it SELECT on what is to be read")
                            : Finding.ok("tables", found.size() + " tables and views may be read"));
            if (anyChanges) {
                findings.add(transactions(connection, choices));
            }
            for (String named : choices.streams()) {
                if (!found.contains(named)) {
                    findings.add(Finding.wrong(
                            "settings",
                            "'cursors', 'keys' or 'as_text' name '" + named + "', which is no table that may be read",
                            "'tidemark discover' lists the tables; correct the setting, or grant SELECT"));
                }
            }
        } catch (SQLException e) {
            findings.add(
                    switch (database.trouble(e, "look around")) {
                        case SqlTrouble.Mend mend -> Finding.wrong("sign in", mend.why(), mend.whatToDo());
                        case SqlTrouble other -> unreachable(other.why());
                    });
        } catch (Unavailable e) {
            findings.add(unreachable(String.valueOf(e.getMessage())));
        } catch (ConnectorException e) {
            findings.add(Finding.wrong("settings", String.valueOf(e.getMessage()), e.whatToDo()));
        }
        return new Check(findings);
    }

    private static Finding unreachable(String why) {
        return Finding.wrong("connect", why, "Check host and port, and that the database is running");
    }

    /** That they are not seen costs requests, and no change. */
    private Finding transactions(Connection connection, Choices choices) throws SQLException {
        return Finding.ok(
                "transactions",
                database.grantToSeeTransactions(connection)
                        .map(grant -> "those of others are not seen, so that changes of the last "
                                + choices.longest().toMinutes() + " minutes are read again at each look; " + grant
                                + " would spare that")
                        .orElse("those that are open are seen"));
    }

    /** One page by one query. */
    public Answer read(Access access, PageRequest request) {
        try {
            Choices choices = Choices.of(access);
            try (Connection connection = database.open(access)) {
                String stream = request.stream().name();
                Optional<Table> table = database.tables(connection, access, Optional.of(stream)).stream()
                        .findFirst();
                if (table.isEmpty() || table.get().columns().isEmpty()) {
                    return new Answer.Stop(
                            "source.unknown_stream",
                            "there is no table or view '" + stream + "'",
                            "Correct 'from:' of the sync; 'tidemark discover' lists the tables");
                }
                Plan plan = Plan.of(table.get(), choices, database.isInUtc(connection));
                return new PageQuery(database, connection, plan, choices).answer(request);
            }
        } catch (SQLException e) {
            return database.trouble(e, "read '" + request.stream().name() + "'").answer();
        } catch (Unavailable e) {
            return new Answer.Retry(String.valueOf(e.getMessage()));
        } catch (ConnectorException e) {
            return new Answer.Stop(SqlTrouble.code(e.code()), String.valueOf(e.getMessage()), e.whatToDo());
        }
    }

    /** Turns a page into records. */
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        PageReader.read(stream, page, sink);
    }
}
