package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.FieldType;
import dev.tidemark.connector.WriteSpec;
import dev.tidemark.connector.WriteSpec.Mode;
import dev.tidemark.connectors.rest.Mistakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a sync may write, and by what it may find the record it changes. */
final class Writing {

    static final String METADATA = "metadata.";
    static final String LOOKUP_KEY = "lookup_key";

    /** Stripe's search finds these by their metadata. */
    private static final Set<String> SEARCHED =
            Set.of("charges", "customers", "invoices", "payment_intents", "prices", "products", "subscriptions");

    /** The ids of these are the account's own to choose. */
    private static final Set<String> OWN_IDS = Set.of("coupons", "products");

    private static final int LONGEST_METADATA_KEY = 40;

    private Writing() {}

    static boolean byId(WriteSpec spec) {
        return spec.match().filter("id"::equals).isPresent();
    }

    static boolean byMetadata(WriteSpec spec) {
        return spec.match().filter(match -> match.startsWith(METADATA)).isPresent();
    }

    /** How many requests one row takes at most. */
    static int requests(WriteSpec spec) {
        return switch (spec.mode()) {
            case INSERT -> 1;
            case UPDATE -> byId(spec) ? 1 : 2;
            // To look, to create; and where an answer of an earlier try comes back, to look and create once more.
            case UPSERT -> byId(spec) ? 2 : 4;
        };
    }

    /** A parameter of the stream by its name; metadata has names of the account's choice. */
    static FieldType type(String stream, String name) {
        Catalogue.Param param = Catalogue.params(stream).get(name);
        return param == null ? FieldType.TEXT : param.type();
    }

    /** Whether a record that is there takes this parameter. */
    static boolean changes(String stream, String name) {
        Catalogue.Param param = Catalogue.params(stream).get(name);
        return param == null || param.changes();
    }

    static void check(WriteSpec spec) {
        String stream = spec.stream();
        Map<String, Catalogue.Param> params = Catalogue.params(stream);
        if (params.isEmpty()) {
            throw new ConnectorException(
                    "destination.unknown_stream",
                    "nothing can be written to '" + stream + "' of Stripe",
                    "Choose one of " + String.join(", ", Catalogue.writableStreams()));
        }
        var mistakes = new Mistakes("Stripe", spec);
        boolean creates = params.values().stream().anyMatch(Catalogue.Param::creates);
        if (!creates && spec.mode() != Mode.UPDATE) {
            mistakes.add("no record of it is created here; use 'mode: update'");
        }
        for (String name : spec.mapping().keySet().stream().sorted().toList()) {
            field(spec, params, name, mistakes);
        }
        if (spec.match().isPresent()) {
            mistakes.match(matching(spec));
        }
        mistakes.tell();
    }

    private static void field(WriteSpec spec, Map<String, Catalogue.Param> params, String name, Mistakes mistakes) {
        boolean matches = spec.match().filter(name::equals).isPresent();
        if (name.startsWith(METADATA) && params.containsKey("metadata")) {
            int length = name.length() - METADATA.length();
            if (length == 0 || length > LONGEST_METADATA_KEY || name.indexOf('[') >= 0 || name.indexOf(']') >= 0) {
                mistakes.add("'" + name + "' is no name of metadata: 1 to 40 characters, no square brackets");
            }
            return;
        }
        Catalogue.Param param = params.get(name);
        if (param == null) {
            if (!matches || !name.equals("id")) {
                mistakes.add(Mistakes.unknown(name, params.keySet()));
            }
        } else if (!matches && spec.mode() == Mode.UPDATE && !param.changes()) {
            mistakes.add("'" + name + "' cannot be changed");
        } else if (!matches && spec.mode() == Mode.INSERT && !param.creates()) {
            mistakes.add("'" + name + "' cannot be set when a record is created");
        }
    }

    /** The fields by which a record can be found for this write. */
    private static List<String> matching(WriteSpec spec) {
        List<String> matching = new ArrayList<>();
        if (spec.mode() == Mode.UPDATE || OWN_IDS.contains(spec.stream())) {
            matching.add("id");
        }
        if (spec.stream().equals("prices")) {
            matching.add(LOOKUP_KEY);
        }
        if (SEARCHED.contains(spec.stream())) {
            matching.add(
                    spec.match().filter(match -> match.startsWith(METADATA)).orElse("metadata.…"));
        }
        return matching;
    }
}
