package dev.tidemark.simulation;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.ConnectorSpec;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.LeaseLost;
import dev.tidemark.connector.Ledger;
import dev.tidemark.connector.ModelRow;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.ModelSpec;
import dev.tidemark.connector.Settlement;
import dev.tidemark.connector.Unavailable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A source of models, with a seam at each act of its ledgers, and outages. */
record SeamModels(ModelSource models, Sea sea) implements ModelSource {

    @Override
    public ConnectorSpec spec() {
        return models.spec();
    }

    @Override
    public Check check(Access access) {
        return models.check(access);
    }

    private void at(String seam) throws Unavailable {
        sea.pass(seam);
        if (sea.databaseAway()) {
            throw new Unavailable("the database is away", new IOException("refused"));
        }
    }

    @Override
    public List<Field> inspect(Access access, ModelSpec model) throws Unavailable {
        at("model inspect");
        return models.inspect(access, model);
    }

    @Override
    public Ledger open(Access access, ModelSpec model, String sync, long fence) throws LeaseLost, Unavailable {
        at("ledger open");
        return new SeamLedger(models.open(access, model, sync, fence));
    }

    private final class SeamLedger implements Ledger {

        private final Ledger ledger;

        SeamLedger(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public List<ModelRow> unsettled(int limit) throws LeaseLost, Unavailable {
            at("ledger unsettled");
            return ledger.unsettled(limit);
        }

        @Override
        public Optional<Instant> lastIntent() throws LeaseLost, Unavailable {
            return ledger.lastIntent();
        }

        @Override
        public void offerUnsettled(Instant now) throws LeaseLost, Unavailable {
            at("ledger offer unsettled");
            ledger.offerUnsettled(now);
        }

        @Override
        public List<String> withdrawn(int limit) throws LeaseLost, Unavailable {
            at("ledger withdrawn");
            return ledger.withdrawn(limit);
        }

        @Override
        public void withdraw(List<String> keys, Instant now) throws LeaseLost, Unavailable {
            at("ledger withdraw");
            ledger.withdraw(keys, now);
        }

        @Override
        public List<ModelRow> changed(Optional<String> afterKey, int limit, Instant now) throws LeaseLost, Unavailable {
            at("ledger changed");
            return ledger.changed(afterKey, limit, now);
        }

        @Override
        public void intend(List<ModelRow> rows, String run, Instant now) throws LeaseLost, Unavailable {
            at("ledger intend");
            ledger.intend(rows, run, now);
            at("ledger intended");
        }

        @Override
        public void settle(List<Settlement> settlements, String run, Instant now) throws LeaseLost, Unavailable {
            at("ledger settle");
            ledger.settle(settlements, run, now);
            at("ledger settled");
        }

        @Override
        public Tally tally(String run) throws LeaseLost, Unavailable {
            at("ledger tally");
            return ledger.tally(run);
        }

        @Override
        public boolean decide(String key, boolean accepted, Instant now) throws LeaseLost, Unavailable {
            return ledger.decide(key, accepted, now);
        }

        @Override
        public void offerAll() throws LeaseLost, Unavailable {
            ledger.offerAll();
        }

        @Override
        public void close() {
            ledger.close();
        }
    }
}
