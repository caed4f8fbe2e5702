package dev.tidemark.engine;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.SourceLayout;
import dev.tidemark.connector.View;
import dev.tidemark.connector.View.Part;
import dev.tidemark.sync.Layout;
import dev.tidemark.workspace.Account;
import dev.tidemark.workspace.InboundSync;
import dev.tidemark.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The views of a source's layout over the tables that a workspace's syncs keep of it. */
public final class LayoutViews {

    private LayoutViews() {}

    /** The layout that a source is to be shown in; empty where none was chosen. */
    public static Optional<SourceLayout> layout(Account source, SourceConnector connector) {
        if (source.layout().isEmpty() || !(connector instanceof SourceLayout.Offered offered)) {
            return Optional.empty();
        }
        String name = source.layout().get().name();
        return offered.layouts().stream().filter(l -> l.name().equals(name)).findFirst();
    }

    /** The views in which this sync's table takes part. */
    static List<View> of(Workspace workspace, InboundSync sync, Connectors connectors) {
        Account source = workspace.account(sync.from());
        if (source.layout().isEmpty()) {
            return List.of();
        }
        Map<String, InboundSync> byStream = byStream(workspace, sync.from(), sync.to());
        if (!sync.equals(byStream.get(sync.stream()))) {
            return List.of();
        }
        String schema = source.layout().get().schema(sync.table().schema(), source.name());
        List<View> views = new ArrayList<>();
        layout(source, connectors.source(source)).ifPresent(layout -> {
            for (View view : layout.views()) {
                if (view.parts().stream().anyMatch(part -> part.from().equals(sync.stream()))) {
                    views.add(new View(schema, view.name(), parts(view, byStream)));
                }
            }
        });
        return views;
    }

    /** The sync of each stream of a source into a database: of several, the first in the file. */
    public static Map<String, InboundSync> byStream(Workspace workspace, String from, String to) {
        Map<String, InboundSync> syncs = new LinkedHashMap<>();
        workspace.syncs().forEach(sync -> {
            if (sync instanceof InboundSync in
                    && in.from().equals(from)
                    && in.to().equals(to)) {
                syncs.putIfAbsent(in.stream(), in);
            }
        });
        return syncs;
    }

    private static List<Part> parts(View view, Map<String, InboundSync> byStream) {
        List<Part> parts = new ArrayList<>();
        for (Part part : view.parts()) {
            InboundSync sync = byStream.get(part.from());
            if (sync != null) {
                Layout layout = new Layout(sync.fields());
                parts.add(part.over(sync.table().schema(), sync.table().name(), layout::column));
            }
        }
        return parts;
    }
}
