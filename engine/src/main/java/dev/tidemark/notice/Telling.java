package dev.tidemark.notice;

import dev.tidemark.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Events in words. */
public final class Telling {

    private Telling() {}

    public static Notice of(Event event) {
        return new Notice(event.id().toString(), title(event), text(event));
    }

    public static String title(Event event) {
        return switch (event.kind()) {
            case SYNC_BACKFILLED -> "the backfill of " + event.subject() + " is complete";
            case SOURCE_BACKFILLED -> "the initial backfill of " + event.subject() + " is complete";
        };
    }

    private static String text(Event event) {
        List<String> lines = new ArrayList<>();
        lines.add("All that was there at " + event.subject() + " is in its tables. From now on changes follow.");
        lines.add("");
        number(event, "syncs", "Syncs").ifPresent(lines::add);
        number(event, "rows", "Rows").ifPresent(lines::add);
        number(event, "rejected", "Rejected rows").ifPresent(lines::add);
        number(event, "requests", "Requests").ifPresent(lines::add);
        Optional.ofNullable(event.details().get("began_at")).ifPresent(began -> lines.add("Began: " + began));
        lines.add("Complete: " + event.at());
        lines.add("");
        lines.add("'tidemark status' tells how it stands now, 'tidemark events' of this and other events.");
        return String.join("\n", lines) + "\n";
    }

    private static Optional<String> number(Event event, String name, String title) {
        return Optional.ofNullable(event.details().get(name))
                .map(value -> title + ": " + String.format(Locale.ROOT, "%,d", Long.parseLong(value)));
    }
}
