package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import java.util.List;

/** Tables of a database as a connector that can do nothing but read them. */
public record TableReader(TableSource tables) implements SourceConnector {

    public static TableReader of(SourceDatabase database) {
        return new TableReader(new TableSource(database));
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("tables", "Tables", TableSource.SETTINGS, List.of(), TableSource.SAFETY_LAG);
    }

    @Override
    public Check check(Access access) {
        return tables.check(access);
    }

    @Override
    public List<StreamSpec> discover(Access access) throws HttpFailed {
        return tables.discover(access);
    }

    @Override
    public Answer read(Access access, PageRequest request) {
        return tables.read(access, request);
    }

    @Override
    public void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        tables.records(stream, page, sink);
    }
}
