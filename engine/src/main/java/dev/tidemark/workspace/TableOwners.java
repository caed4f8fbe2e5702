package dev.tidemark.workspace;

import dev.tidemark.workspace.Yaml.Entries;
import dev.tidemark.workspace.Yaml.Entry;
import dev.tidemark.workspace.Yaml.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        owners.add(claimant);
    }

    private boolean sameTable(InboundSync one, InboundSync other) {
        Account first = accounts.get(one.to());
        Account second = accounts.get(other.to());
        return one.table().equals(other.table())
                && first != null
                && second != null
                && (first.name().equals(second.name()) || first.sameDatabaseAs(second));
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
