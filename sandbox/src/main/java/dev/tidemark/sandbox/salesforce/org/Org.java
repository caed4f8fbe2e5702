package dev.tidemark.sandbox.salesforce.org;

import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldDraft;
import dev.tidemark.sandbox.salesforce.schema.Formula;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One customer's Salesforce: its schema, its rows and its clock. Everything that reads or writes more than one row runs
 * under {@link #locked}, so that each request sees and leaves a whole state.
 */
public final class Org {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final InstantSource clock;
    private final Ids ids;
    private final Map<String, Table> tables = new HashMap<>();
    private final List<ValidationRule> rules = new ArrayList<>();
    private final Set<String> lockedRows = new HashSet<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private int transactions;
    private volatile Schema schema;
    private volatile Duration skew = Duration.ZERO;

    public Org(Schema schema, long seed, InstantSource clock) {
        this.schema = schema;
        this.clock = clock;
        this.ids = new Ids(seed);
    }

    /** The time by this org's own clock, which may differ from everybody else's. */
    public Instant now() {
        return clock.instant().plus(skew);
    }

    /** How far this org's clock is ahead of the injected one; negative when behind. */
    public void skew(Duration ahead) {
        skew = ahead;
    }

    public Schema schema() {
        return schema;
    }

    public <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs the work, and takes all of its writes back unless its result is worth keeping. */
    public <T> T atomically(Supplier<T> work, Predicate<T> keep) {
        return locked(() -> {
            int mark = undo.size();
            transactions++;
            try {
                T result = work.get();
                if (!keep.test(result)) {
                    rollBackTo(mark);
                }
                return result;
            } finally {
                transactions--;
                if (transactions == 0) {
                    undo.clear();
                }
            }
        });
    }

    private void rollBackTo(int mark) {
        while (undo.size() > mark) {
            undo.pop().run();
        }
    }

    /** Adds an object, or replaces the definition of one. */
    public void define(SObject object) {
        locked(() -> schema = schema.with(object));
    }

    public void addField(String object, FieldDraft draft) {
        locked(() -> schema = schema.with(schema.the(object).plus(draft)));
    }

    public void addRule(ValidationRule rule) {
        locked(() -> rules.add(rule));
    }

    /** Until released, every write of this row is refused with UNABLE_TO_LOCK_ROW. */
    public void holdRow(String id) {
        locked(() -> lockedRows.add(id));
    }

    public void releaseRow(String id) {
        locked(() -> lockedRows.remove(id));
    }

    /** Every committed row, deleted ones too, in order of creation. */
    public List<Row> rows(SObject object) {
        return locked(() -> {
            long now = now().toEpochMilli();
            Collection<Row> newest = table(object).rows();
            var seen = new ArrayList<Row>(newest.size());
            for (Row row : newest) {
                Row version = row.seenAt(now);
                if (version != null) {
                    seen.add(version);
                }
            }
            return seen;
        });
    }

    /** The committed row of this 18-character id, deleted or not. */
    public @Nullable Row find(String id) {
        return locked(() -> {
            Row newest = newest(id);
            return newest == null ? null : newest.seenAt(now().toEpochMilli());
        });
    }

    /** The committed rows, none deleted, that hold this value in this field. */
    public List<Row> having(SObject object, Field field, Object value) {
        return locked(() -> {
            long now = now().toEpochMilli();
            var seen = new ArrayList<Row>();
            for (Row row : table(object).having(field, value)) {
                Row version = row.seenAt(now);
                if (version != null) {
                    seen.add(version);
                }
            }
            return seen;
        });
    }

    /** The deleted log of an object: [from, to), in milliseconds since 1970. */
    public List<Deletion> deletions(SObject object, long from, long to) {
        return locked(() -> {
            var found = new ArrayList<Deletion>();
            for (Deletion deletion : table(object).deletions()) {
                Row row = find(deletion.id());
                boolean committed = row == null ? newest(deletion.id()) == null : row.isDeleted();
                if (committed && deletion.at() >= from && deletion.at() < to) {
                    found.add(deletion);
                }
            }
            return found;
        });
    }

    /** The parent that a reference field of a row points at; null when it points nowhere. */
    public @Nullable Row parent(Row row, Field reference) {
        return row.get(reference) instanceof String id ? find(id) : null;
    }

    /** The value of a field, calculated if need be. */
    public @Nullable Object value(Row row, Field field) {
        Formula formula = field.formula();
        return formula == null ? row.get(field) : formula.value(new RowValues(this, row, now()));
    }

    /** How many rows this object ever had, purged ones too. */
    public int everCreated(SObject object) {
        return locked(() -> ids.given(object.keyPrefix()));
    }

    /** A writer for this user whose writes readers see only after {@code lag}, though stamped now. */
    public Writer writer(String userId, Duration lag) {
        return new Writer(this, userId, lag);
    }

    public Writer writer(String userId) {
        return writer(userId, Duration.ZERO);
    }

    String nextId(SObject object) {
        return ids.next(object.keyPrefix());
    }

    /** The newest version, committed or not, which is what writers lock and change. */
    @Nullable
    Row newest(String id) {
        SObject object = schema.ofId(id);
        return object == null ? null : table(object).get(id);
    }

    Table table(SObject object) {
        return tables.computeIfAbsent(object.name(), name -> new Table());
    }

    void put(Row row) {
        Table table = table(row.object());
        Row old = table.put(row);
        remember(() -> {
            if (old == null) {
                table.undo(row.id());
            } else {
                table.put(old);
            }
        });
    }

    void remember(Runnable undoing) {
        if (transactions > 0) {
            undo.push(undoing);
        }
    }

    boolean isHeld(String id) {
        return lockedRows.contains(id);
    }

    List<ValidationRule> rules() {
        return rules;
    }
}
