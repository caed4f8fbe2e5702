package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.rest.Mistakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A type of data that can be written, and how.
 *
 * @param custom the field with the account's own fields; {@code custom.KEY} in a mapping is one of them
 * @param matches by which fields each mode finds records
 * @param extra fields that can be written and never read
 */
record Target(String stream, String custom, Map<Mode, Set<String>> matches, List<Field> extra) {

    static final String ID = "id";
    static final String EXTERNAL_ID = "external_id";
    static final String EMAIL = "email";

    private static final Map<String, Target> ALL = Map.of(
            Feeds.TICKETS,
                    new Target(
                            Feeds.TICKETS,
                            "custom_fields",
                            Map.of(Mode.INSERT, Set.of(EXTERNAL_ID), Mode.UPDATE, Set.of(ID)),
                            Fields.of(
                                    "comment:j* comment.body* comment.html_body* comment.public:b* comment.author_id:i*"
                                            + " requester:j* requester.name* requester.email* email_ccs:j* followers:j*"
                                            + " additional_tags:j* remove_tags:j* assignee_email* via_followup_source_id:i*"
                                            + " macro_ids:j* safe_update:b* updated_stamp*")),
            Feeds.USERS,
                    new Target(
                            Feeds.USERS,
                            "user_fields",
                            Map.of(
                                    Mode.INSERT,
                                    Set.of(EXTERNAL_ID),
                                    Mode.UPDATE,
                                    Set.of(ID, EXTERNAL_ID),
                                    Mode.UPSERT,
                                    Set.of(EXTERNAL_ID, EMAIL)),
                            Fields.of("identities:j* organization:j* remote_photo_url* skip_verify_email:b*")),
            Feeds.ORGANIZATIONS,
                    new Target(
                            Feeds.ORGANIZATIONS,
                            "organization_fields",
                            Map.of(
                                    Mode.INSERT,
                                    Set.of(EXTERNAL_ID),
                                    Mode.UPDATE,
                                    Set.of(ID, EXTERNAL_ID),
                                    Mode.UPSERT,
                                    Set.of(EXTERNAL_ID)),
                            List.of()));

    static Target of(WriteSpec spec) {
        Target target = ALL.get(spec.stream());
        if (target == null) {
            throw new ConnectorException(
                    "destination.unknown_stream",
                    "'" + spec.stream() + "' of Zendesk cannot be written",
                    "Write to tickets, users or organizations");
        }
        return target;
    }

    /** Whether the ids of the records must be asked for first: organizations are changed in bulk by their ids alone. */
    static boolean asksFirst(WriteSpec spec) {
        return spec.stream().equals(Feeds.ORGANIZATIONS)
                && spec.mode() != Mode.INSERT
                && spec.match().filter(EXTERNAL_ID::equals).isPresent();
    }

    /** @throws ConnectorException with every mistake of the mapping */
    static void check(WriteSpec spec) {
        Target target = of(spec);
        var mistakes = new Mistakes("Zendesk", spec);
        Set<String> matching = target.matches.getOrDefault(spec.mode(), Set.of());
        if (matching.isEmpty()) {
            mistakes.add("Zendesk has no upsert of tickets: insert them with the match field '" + EXTERNAL_ID
                    + "', or update them by '" + ID + "'");
        } else {
            mistakes.match(matching);
        }
        mistakes.fields(target.writable(spec)).tell();
    }

    private StreamSpec writable(WriteSpec spec) {
        StreamSpec read = Feeds.find(stream).orElseThrow().stream();
        List<Field> fields = new ArrayList<>(read.fields());
        fields.addAll(extra);
        String key = custom.equals("custom_fields") ? "\\d{1,18}" : "[A-Za-z0-9_:]+";
        spec.mapping().keySet().stream()
                .filter(name -> name.matches(custom + "\\." + key))
                .forEach(name -> fields.add(new Field(name, FieldType.TEXT, "", true)));
        return StreamSpec.of(stream, fields, ID, read.cursor());
    }
}
