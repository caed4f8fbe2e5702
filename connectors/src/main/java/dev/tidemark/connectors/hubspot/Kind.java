package dev.tidemark.connectors.hubspot;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a stream is, by its name. */
sealed interface Kind {

    /** Records of a type, standard or custom. */
    record Records(String type) implements Kind {

        /** The property that holds the time of change. */
        String modified() {
            return type.equals("contacts") ? "lastmodifieddate" : "hs_lastmodifieddate";
        }
    }

    /** What records of a type are associated with. */
    record Links(String from, String to) implements Kind {}

    /** The users who own records. */
    record Owners() implements Kind {}

    /** The types that are described without being asked for; any other is found by its name. */
    List<String> STANDARD = List.of(
            "contacts",
            "companies",
            "deals",
            "tickets",
            "line_items",
            "products",
            "quotes",
            "calls",
            "emails",
            "meetings",
            "notes",
            "tasks");

    /** The associations that are described without being asked for. */
    List<Links> COMMON = List.of(
            new Links("contacts", "companies"),
            new Links("deals", "contacts"),
            new Links("deals", "companies"),
            new Links("deals", "line_items"),
            new Links("tickets", "contacts"),
            new Links("tickets", "companies"),
            new Links("quotes", "deals"),
            new Links("calls", "contacts"),
            new Links("emails", "contacts"),
            new Links("meetings", "contacts"),
            new Links("notes", "contacts"),
            new Links("tasks", "contacts"));

    Set<String> KNOWN = Set.copyOf(STANDARD);

    /** Empty where no stream can have this name. */
    static Optional<Kind> of(String stream) {
        if (!stream.matches("[a-zA-Z0-9][a-zA-Z0-9_-]{0,120}")) {
            return Optional.empty();
        }
        if (stream.equals("owners")) {
            return Optional.of(new Owners());
        }
        for (int at = stream.indexOf('_'); at > 0; at = stream.indexOf('_', at + 1)) {
            String from = stream.substring(0, at);
            String to = stream.substring(at + 1);
            if (isType(from) && isType(to)) {
                return Optional.of(new Links(from, to));
            }
        }
        return Optional.of(new Records(stream));
    }

    /** A standard type, or a custom one by its full name. */
    private static boolean isType(String name) {
        return KNOWN.contains(name) || name.matches("p\\d+_[a-z0-9_]+");
    }
}
