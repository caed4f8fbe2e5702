package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.RecordSink;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.Sized;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import java.util.List;
import java.util.Optional;

/** A connector whose streams are the tables of a database. */
public interface ReadsTables extends SourceConnector, Sized {

    /** How they are read. */
    TableSource source();

    @Override
    default Check checkSource(Access access) {
        return source().check(access);
    }

    @Override
    default List<StreamSpec> discover(Access access) throws HttpFailed {
        return source().discover(access);
    }

    @Override
    default Optional<StreamSpec> describe(Access access, String stream) throws HttpFailed {
        return source().describe(access, stream);
    }

    @Override
    default Size size(Access access, StreamSpec stream) throws HttpFailed {
        return source().size(access, stream);
    }

    @Override
    default Answer read(Access access, PageRequest request) {
        return source().read(access, request);
    }

    @Override
    default void records(StreamSpec stream, RawPage page, RecordSink sink) throws BadPage {
        source().records(stream, page, sink);
    }
}
