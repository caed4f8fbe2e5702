package dev.tidemark.workspace;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One customer's own space.
 *
 * @param accounts sources and destinations by name, in the file's order; with the embedded database where it is used
 * @param syncs in the file's order; every account they name is there
 * @param channels by which people are told of what happens, by name
 */
public record Workspace(
        String name, Map<String, Account> accounts, List<SyncDefinition> syncs, Map<String, EmailChannel> channels) {

    /** One that tells nobody. */
    public Workspace(String name, Map<String, Account> accounts, List<SyncDefinition> syncs) {
        this(name, accounts, syncs, Map.of());
    }

    public Workspace {
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
        accounts = Collections.unmodifiableMap(new LinkedHashMap<>(accounts));
        syncs = List.copyOf(syncs);
        Set<String> names = new HashSet<>();
        for (SyncDefinition sync : syncs) {
            if (!names.add(sync.name())) {
                throw new IllegalArgumentException("two syncs are named " + sync.name());
            }
            if (!accounts.containsKey(sync.from()) || !accounts.containsKey(sync.to())) {
                throw new IllegalArgumentException("sync " + sync.name() + " names an account that is not there");
            }
        }
    }

    /** @throws IllegalArgumentException where there is none of this name */
    public Account account(String wanted) {
        Account found = accounts.get(wanted);
        if (found == null) {
            throw new IllegalArgumentException("workspace " + name + " has no account " + wanted);
        }
        return found;
    }

    public Optional<SyncDefinition> sync(String wanted) {
        return syncs.stream().filter(sync -> sync.name().equals(wanted)).findFirst();
    }
}
