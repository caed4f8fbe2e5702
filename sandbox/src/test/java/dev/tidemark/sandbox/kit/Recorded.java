package dev.tidemark.sandbox.kit;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.tidemark.sandbox.described.SharedData;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Recorded exchanges with one vendor's real API, which the sandbox's answers are held against. */
public final class Recorded {
    private final List<JsonNode> exchanges;

    private Recorded(List<JsonNode> exchanges) {
        this.exchanges = exchanges;
    }

    /** Skips the test where there are no recordings. */
    public static Recorded of(String vendor) throws InterruptedException {
        return new Recorded(SharedData.recordings(vendor)
                .orElseGet(() -> abort("TIDEMARK_SHARED_DATA names no folder with recordings.tar.xz")));
    }

    /** Every exchange whose whole method and path are like these. */
    public Stream<JsonNode> all(String method, String path) {
        return exchanges.stream()
                .filter(one -> one.path("method").asString("").matches(method)
                        && one.path("path").asString("").matches(path));
    }

    /** The first such exchange. */
    public JsonNode one(String method, String path) {
        return all(method, path)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recording of " + method + " " + path));
    }

    /**
     * What ours lacks, has too much, or has of another type; null goes with every type, and the first of an array stands for
     * all.
     *
     * @param waived the paths of members that need not be alike, such as {@code /records/0/name}
     */
    public static List<String> differences(JsonNode theirs, JsonNode ours, Predicate<String> waived) {
        var found = new ArrayList<String>();
        differ("", theirs, ours, waived, found);
        return found;
    }

    private static void differ(
            String at, JsonNode theirs, JsonNode ours, Predicate<String> waived, List<String> found) {
        if (theirs.isNull() || ours.isNull() || (theirs.isNumber() && ours.isNumber()) || waived.test(at)) {
            return;
        }
        if (theirs.getNodeType() != ours.getNodeType()) {
            found.add(at + " is " + ours.getNodeType() + ", recorded " + theirs.getNodeType());
        } else if (theirs.isObject()) {
            Set<String> names = new TreeSet<>(theirs.propertyNames());
            names.addAll(ours.propertyNames());
            for (String name : names) {
                String member = at + "/" + name;
                if (theirs.has(name) && ours.has(name)) {
                    differ(member, theirs.path(name), ours.path(name), waived, found);
                } else if (!waived.test(member)) {
                    found.add(member + (ours.has(name) ? " is not in the recording" : " is missing"));
                }
            }
        } else if (theirs.isArray() && !theirs.isEmpty() && !ours.isEmpty()) {
            differ(at + "/0", theirs.path(0), ours.path(0), waived, found);
        }
    }
}
