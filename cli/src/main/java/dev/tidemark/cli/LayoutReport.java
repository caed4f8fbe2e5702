package dev.tidemark.cli;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.SourceLayout;
import dev.tidemark.connector.View;
import dev.tidemark.connector.View.Part;
import dev.tidemark.engine.LayoutViews;
import dev.tidemark.workspace.Account;
import dev.tidemark.workspace.InboundSync;
import dev.tidemark.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of a source's layout is shown, and what is not, and why. */
final class LayoutReport {

    private LayoutReport() {}

    /** A line each, for every database that the source is kept in. */
    static List<String> of(Workspace workspace, Account source, SourceConnector connector) {
        List<String> lines = new ArrayList<>();
        LayoutViews.layout(source, connector).ifPresent(layout -> {
            Set<String> databases = new LinkedHashSet<>();
            workspace.syncs().forEach(sync -> {
                if (sync instanceof InboundSync in && in.from().equals(source.name())) {
                    databases.add(in.to());
                }
            });
            for (String database : databases) {
                shown(workspace, source, layout, database, lines);
            }
            for (SourceLayout.Absent absent : layout.absent()) {
                lines.add("layout " + layout.name() + ": no " + absent.table() + ": " + absent.why() + ": "
                        + absent.whatToDo());
            }
        });
        return lines;
    }

    private static void shown(
            Workspace workspace, Account source, SourceLayout layout, String database, List<String> lines) {
        Map<String, InboundSync> byStream = LayoutViews.byStream(workspace, source.name(), database);
        List<String> missing = new ArrayList<>();
        int shown = 0;
        for (View view : layout.views()) {
            List<String> streams =
                    view.parts().stream().map(Part::from).distinct().toList();
            List<String> without =
                    streams.stream().filter(s -> !byStream.containsKey(s)).toList();
            String what = "layout " + layout.name() + ": no " + view.name();
            if (without.size() == streams.size()) {
                missing.add(what + ", which needs the stream " + String.join(" or ", without));
            } else {
                shown++;
                if (!without.isEmpty()) {
                    missing.add("layout " + layout.name() + ": " + view.name() + " lacks the rows of the stream "
                            + String.join(" and ", without));
                }
                leftOut(view, byStream, layout.name(), missing);
            }
        }
        String schema = byStream.values().stream()
                .findFirst()
                .flatMap(in ->
                        source.layout().map(choice -> choice.schema(in.table().schema(), source.name())))
                .orElse("");
        lines.add("layout " + layout.name() + ": in the schema " + schema + ", " + shown + " of "
                + layout.views().size() + " tables");
        lines.addAll(missing);
    }

    /** Fields that the sync's owner left out are columns that the view has not. */
    private static void leftOut(View view, Map<String, InboundSync> byStream, String layout, List<String> lines) {
        Set<String> fields = new LinkedHashSet<>();
        for (Part part : view.parts()) {
            InboundSync sync = byStream.get(part.from());
            if (sync != null) {
                part.reads().stream().filter(f -> !sync.fields().includes(f)).forEach(fields::add);
            }
        }
        if (!fields.isEmpty()) {
            lines.add("layout " + layout + ": " + view.name() + " has not all columns: the sync leaves out "
                    + String.join(", ", fields));
        }
    }
}
