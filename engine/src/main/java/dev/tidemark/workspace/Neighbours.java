package dev.tidemark.workspace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What two workspaces must not share: a name, or a table. */
final class Neighbours {

    private Neighbours() {}

    /** Why this file cannot stand beside the others. */
    static List<Problem> clashes(WorkspaceFile file, Collection<WorkspaceFile> others) {
        List<Problem> problems = new ArrayList<>();
        for (WorkspaceFile other : others) {
            if (file.workspace().name().equals(other.workspace().name())) {
                problems.add(file.problemAt(
                        List.of("workspace"),
                        "there is a workspace '" + file.workspace().name() + "' in " + other.file() + " already",
                        "Give one of them another name"));
            } else {
                tables(file, other, problems);
            }
        }
        return problems;
    }

    private static void tables(WorkspaceFile file, WorkspaceFile other, List<Problem> problems) {
        for (InboundSync sync : inbound(file)) {
            Account database = file.workspace().account(sync.to());
            for (InboundSync neighbour : inbound(other)) {
                Optional<String> layout = layoutSchema(file, sync);
                if (layout.isPresent()
                        && layout.equals(layoutSchema(other, neighbour))
                        && database.sameDatabaseAs(other.workspace().account(neighbour.to()))) {
                    problems.add(file.problemAt(
                            List.of("sources", sync.from()),
                            "the layout of '" + sync.from() + "' would stand in '" + layout.get()
                                    + "', and so does that" + " of '" + neighbour.from() + "' in " + other.file(),
                            "Give one of them another 'layout_schema'"));
                    return;
                }
                if (sync.table().equals(neighbour.table())
                        && database.sameDatabaseAs(other.workspace().account(neighbour.to()))) {
                    problems.add(file.problemAt(
                            List.of("syncs", sync.name(), "to"),
                            "the table " + sync.table() + " is kept by '" + neighbour.name() + "' in " + other.file(),
                            "Give this workspace's destination another schema"));
                }
            }
        }
    }

    private static Optional<String> layoutSchema(WorkspaceFile file, InboundSync sync) {
        return file.workspace()
                .account(sync.from())
                .layout()
                .map(layout -> layout.schema(sync.table().schema(), sync.from()));
    }

    private static List<InboundSync> inbound(WorkspaceFile file) {
        return file.workspace().syncs().stream()
                .filter(InboundSync.class::isInstance)
                .map(InboundSync.class::cast)
                .toList();
    }
}
