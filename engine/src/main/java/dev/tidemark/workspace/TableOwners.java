package dev.tidemark.workspace;

import dev.tidemark.workspace.Yaml.Entries;
import dev.tidemark.workspace.Yaml.Entry;
import dev.tidemark.workspace.Yaml.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sees to it that each table is kept by one sync. */
final class TableOwners {

    private final Map<String, Account> accounts;
    private final Problems problems;
    private final List<InboundSync> owners = new ArrayList<>();

    TableOwners(Map<String, Account> accounts, Problems problems) {
        this.accounts = accounts;
        this.problems = problems;
    }

    void claim(SyncDefinition sync, Entry entry) {
        if (!(sync instanceof InboundSync claimant)) {
            return;
        }
        owners.stream()
                .filter(owner -> sameTable(owner, claimant))
                .findFirst()
                .ifPresent(owner -> problems.add(
                        place(entry),
                        "'" + claimant.name() + "' and '" + owner.name() + "' would both keep the table "
                                + claimant.table(),
                        "Give one of them another table: 'to: " + claimant.to() + ".…'"));
        lists(claimant, entry);
        layout(claimant, entry);
        owners.add(claimant);
    }

    /** A list's table may have the name of none other either, of its own sync or of another. */
    private void lists(InboundSync claimant, Entry entry) {
        Set<String> own = new HashSet<>(Set.of(claimant.table().name()));
        for (String list : claimant.fields().listTables(claimant.table().name()).values()) {
            if (!own.add(list)) {
                twice(entry, "'" + claimant.name() + "' would have two tables named '" + list + "'");
            }
        }
        for (InboundSync owner : owners) {
            if (sameSchema(owner, claimant) && !owner.table().equals(claimant.table())) {
                Set<String> others = new HashSet<>(
                        owner.fields().listTables(owner.table().name()).values());
                others.add(owner.table().name());
                own.stream()
                        .filter(others::contains)
                        .sorted()
                        .forEach(name -> twice(
                                entry,
                                "'" + claimant.name() + "' and '" + owner.name() + "' would both have the table '"
                                        + name + "'"));
            }
        }
    }

    /** A layout's views stand in a schema of their own: its names are not ours to choose. */
    private void layout(InboundSync claimant, Entry entry) {
        Optional<String> schema = layoutSchema(claimant);
        if (schema.isEmpty()) {
            return;
        }
        if (schema.get().equals(claimant.table().schema())) {
            problems.add(
                    entry.key().at(),
                    "the layout of '" + claimant.from() + "' would stand among the tables in '" + schema.get() + "'",
                    "Give it another 'layout_schema'");
        }
        owners.stream()
                .filter(owner -> !owner.from().equals(claimant.from())
                        && layoutSchema(owner).equals(schema)
                        && sameDatabase(owner, claimant))
                .findFirst()
                .ifPresent(owner -> problems.add(
                        entry.key().at(),
                        "the layouts of '" + claimant.from() + "' and '" + owner.from() + "' would both stand in '"
                                + schema.get() + "'",
                        "Give one of them another 'layout_schema'"));
    }

    private Optional<String> layoutSchema(InboundSync sync) {
        return Optional.ofNullable(accounts.get(sync.from()))
                .flatMap(Account::layout)
                .map(layout -> layout.schema(sync.table().schema(), sync.from()));
    }

    private void twice(Entry entry, String what) {
        problems.add(entry.key().at(), what, "Name the list's table: 'fields: { tables: { list: other_name } }'");
    }

    private boolean sameSchema(InboundSync one, InboundSync other) {
        return one.table().schema().equals(other.table().schema()) && sameDatabase(one, other);
    }

    private boolean sameDatabase(InboundSync one, InboundSync other) {
        Account first = accounts.get(one.to());
        Account second = accounts.get(other.to());
        return first != null && second != null && (first.name().equals(second.name()) || first.sameDatabaseAs(second));
    }

    private boolean sameTable(InboundSync one, InboundSync other) {
        return one.table().name().equals(other.table().name()) && sameSchema(one, other);
    }

    private static Place place(Entry sync) {
        if (sync.value() instanceof Entries entries) {
            for (Entry entry : entries.entries()) {
                if (entry.key().text().equals("to")) {
                    return entry.value().at();
                }
            }
        }
        return sync.key().at();
    }
}
