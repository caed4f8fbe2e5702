package dev.tidemark.cli;

import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.workspace.OutboundSync;
import dev.tidemark.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two syncs that change the same fields of an app's records: where their rows meet, the last one to write wins, each time. It
 * may be meant so, since their rows may never meet.
 *
 * @param fields by the app's names
 */
record SameField(String earlier, String later, String stream, Set<String> fields) {

    static List<SameField> in(Workspace workspace) {
        List<OutboundSync> writers = workspace.syncs().stream()
                .filter(OutboundSync.class::isInstance)
                .map(OutboundSync.class::cast)
                .filter(sync -> sync.write().mode() != Mode.INSERT) // changes nothing that is there
                .toList();
        List<SameField> found = new ArrayList<>();
        for (int later = 1; later < writers.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                OutboundSync one = writers.get(earlier);
                OutboundSync other = writers.get(later);
                Set<String> fields = written(one);
                fields.retainAll(written(other));
                boolean same =
                        one.to().equals(other.to()) && one.write().stream().equals(other.write().stream());
                if (same && !fields.isEmpty()) {
                    found.add(new SameField(one.name(), other.name(), one.write().stream(), fields));
                }
            }
        }
        return found;
    }

    private static Set<String> written(OutboundSync sync) {
        Set<String> fields = new TreeSet<>(sync.write().mapping().keySet());
        sync.write().match().ifPresent(fields::remove);
        return fields;
    }

    @Override
    public String toString() {
        return "'" + earlier + "' writes " + String.join(", ", fields) + " of " + stream
                + " too; where both have a row for a record, the last to write wins";
    }
}
