package dev.tidemark.simulation;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Counts;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Listing;
import dev.tidemark.connector.LoadsAgain;
import dev.tidemark.connector.Mark;
import dev.tidemark.connector.RowSink;
import dev.tidemark.connector.RowsRefused;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.connector.TableLoad;
import dev.tidemark.connector.TableSpec;
import dev.tidemark.connector.Tide;
import dev.tidemark.connector.Unavailable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A destination of tables, with a seam at each of its acts, and outages. */
record SeamTables(TableDestination tables, Sea sea) implements TableDestination {

    @Override
    public ConnectorSpec spec() {
        return tables.spec();
    }

    @Override
    public Check check(Access access) {
        return tables.check(access);
    }

    private void at(String seam) throws Unavailable {
        sea.pass(seam);
        if (sea.databaseAway()) {
            throw new Unavailable("the database is away", new IOException("refused"));
        }
    }

    @Override
    public List<String> prepare(Access access, TableSpec table) throws Unavailable {
        at("table prepare");
        List<String> done = tables.prepare(access, table);
        at("table prepared");
        return done;
    }

    @Override
    public TableLoad open(Access access, TableSpec table) throws Unavailable {
        at("table open");
        return new Load(tables.open(access, table));
    }

    private final class Load implements LoadsAgain {

        private final TableLoad load;

        Load(TableLoad load) {
            this.load = load;
        }

        @Override
        public Mark claim(long fence) throws LeaseLost, Unavailable {
            at("table claim");
            Mark mark = load.claim(fence);
            at("table claimed");
            return mark;
        }

        @Override
        public RowSink begin(boolean careful) throws Unavailable {
            at("load begin");
            return load.begin(careful);
        }

        @Override
        public Mark commit(
                long fence,
                String run,
                long seen,
                long rejected,
                long toPage,
                Optional<Listing> listing,
                Optional<Tide> tide)
                throws LeaseLost, RowsRefused, Unavailable {
            at("load commit");
            Mark mark = load.commit(fence, run, seen, rejected, toPage, listing, tide);
            at("load committed");
            return mark;
        }

        @Override
        public Mark rise(long fence, Tide tide) throws LeaseLost, Unavailable {
            at("load rise");
            Mark mark = load.rise(fence, tide);
            at("load risen");
            return mark;
        }

        @Override
        public boolean isFilled() {
            return load instanceof LoadsAgain again && again.isFilled();
        }

        @Override
        public RowSink beginAgain(boolean careful) throws Unavailable {
            at("again begin");
            return ((LoadsAgain) load).beginAgain(careful);
        }

        @Override
        public Counts commitAgain(long fence, long seen, long rejected) throws LeaseLost, RowsRefused, Unavailable {
            at("again commit");
            Counts counts = ((LoadsAgain) load).commitAgain(fence, seen, rejected);
            at("again committed");
            return counts;
        }

        @Override
        public Mark recount(long fence, long rejected) throws LeaseLost, Unavailable {
            at("again recount");
            Mark mark = ((LoadsAgain) load).recount(fence, rejected);
            at("again recounted");
            return mark;
        }

        @Override
        public List<String> notes() {
            return load.notes();
        }

        @Override
        public Mark finish(long fence) throws LeaseLost, Unavailable {
            at("load finish");
            if (sea.paused()) {
                throw new Unavailable("somebody holds a lock on the table", new IOException("lock timeout"));
            }
            Mark mark = load.finish(fence);
            at("load finished");
            return mark;
        }

        @Override
        public boolean forget(String key) throws Unavailable {
            return load.forget(key);
        }

        @Override
        public void close() {
            load.close();
        }
    }
}
