package dev.tidemark.cli;

import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.SyncView;
import dev.tidemark.workspace.Suggestion;
import java.util.List;
import java.util.Optional;

/** Finds the sync that a person means: {@code accounts}, or {@code acme/accounts} where several are named so. */
final class SyncNames {

    private SyncNames() {}

    /** Of several of that name those in force win over those that have left their file. */
    static SyncView find(Home home, String name) {
        List<SyncView> all = home.read(JdbcOverview::syncs);
        List<SyncView> meant = all.stream()
                .filter(s -> s.label().equals(name) || s.name().equals(name))
                .toList();
        List<SyncView> active = meant.stream().filter(s -> !s.gone()).toList();
        List<SyncView> chosen = active.isEmpty() ? meant : active;
        if (chosen.size() == 1) {
            return chosen.getFirst();
        }
        if (chosen.isEmpty()) {
            throw new Refusal(
                    Exit.USAGE,
                    "sync.unknown",
                    "there is no sync " + name,
                    all.isEmpty()
                            ? "No sync was ever started here: start 'tidemark run FILE', or name the store with --data"
                                    + " or --store"
                            : meant(name, all)
                                            .map(near -> "Did you mean " + near + "? ")
                                            .orElse("") + "Name one of " + labels(all));
        }
        throw new Refusal(
                Exit.USAGE, "sync.ambiguous", "several syncs are named " + name, "Name one of " + labels(chosen));
    }

    private static String labels(List<SyncView> syncs) {
        return String.join(", ", syncs.stream().map(SyncView::label).toList());
    }

    private static Optional<String> meant(String name, List<SyncView> all) {
        boolean whole = name.contains("/");
        return Suggestion.nearest(
                name, all.stream().map(s -> whole ? s.label() : s.name()).toList());
    }
}
