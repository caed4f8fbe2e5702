package dev.tidemark.connectors.hubspot;

import dev.tidemark.connectors.rest.Params;
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

        static String path(String type) {
            return "/crm/v3/objects/" + Params.step(type);
        }
    }

    /** What records of a type are associated with. */
    record Links(String from, String to) implements Kind {}

    /** The users who own records. */
    record Owners() implements Kind {}

    /** The values that properties of records of a type held. */
    record Histories(String type) implements Kind {

        private static final String BEHIND = "_property_history";

        String stream() {
            return type + BEHIND;
        }
    }

    /** What an account has defined, of each type. */
    enum Definitions implements Kind {
        PROPERTIES("properties", "properties"),
        PIPELINES("pipelines", "pipelines"),
        STAGES("pipeline_stages", "pipelines");

        private final String stream;
        private final String word;

        Definitions(String stream, String word) {
            this.stream = stream;
            this.word = word;
        }

        String stream() {
            return stream;
        }

        /** In the API's paths. */
        String word() {
            return word;
        }

        /** The standard types that have them. */
        List<String> standard() {
            return this == PROPERTIES ? STANDARD : List.of("deals", "tickets");
        }
    }

    /** Lists of records. */
    record Lists() implements Kind {}

    /** Which records are in which list. */
    record Members() implements Kind {}

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

    /** The streams of which an account has one. */
    List<Kind> ALONE = List.of(
            new Owners(),
            Definitions.PROPERTIES,
            Definitions.PIPELINES,
            Definitions.STAGES,
            new Lists(),
            new Members());

    /** What the stream of a kind is called. */
    static String name(Kind kind) {
        return switch (kind) {
            case Records(String type) -> type;
            case Links(String from, String to) -> from + "_" + to;
            case Histories histories -> histories.stream();
            case Definitions definitions -> definitions.stream();
            case Owners owners -> "owners";
            case Lists lists -> "lists";
            case Members members -> "list_memberships";
        };
    }

    /** Empty where no stream can have this name. */
    static Optional<Kind> of(String stream) {
        if (!stream.matches("[a-zA-Z0-9][a-zA-Z0-9_-]{0,120}")) {
            return Optional.empty();
        }
        Optional<Kind> alone =
                ALONE.stream().filter(kind -> stream.equals(name(kind))).findFirst();
        if (alone.isPresent()) {
            return alone;
        }
        if (stream.endsWith(Histories.BEHIND) && stream.length() > Histories.BEHIND.length()) {
            return Optional.of(new Histories(stream.substring(0, stream.length() - Histories.BEHIND.length())));
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
