package dev.tidemark.simulation;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the pages that were answered for nothing: what came after a place that was asked for again. */
final class Fetched {

    private final Map<String, List<PageRequest>> lines = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private int again;

    int again() {
        return again;
    }

    /** Of parts that are asked for at the same time: a place that was asked for before is one page. */
    void answeredOfParts(PageRequest request, Answer answer) {
        if (answer instanceof Answer.Page) {
            List<PageRequest> pages = lines.computeIfAbsent(request.stream().name(), name -> new ArrayList<>());
            if (request.after().isEmpty()) {
                pages.clear();
            }
            again += pages.contains(request) ? 1 : 0;
            pages.add(request);
        }
    }

    void answered(PageRequest request, Answer answer) {
        String stream = request.stream().name();
        if (!(answer instanceof Answer.Page page)) {
            return;
        }
        List<PageRequest> line = lines.computeIfAbsent(stream, name -> new ArrayList<>());
        int before = request.after().isPresent() ? line.indexOf(request) : -1;
        if (before >= 0) {
            again += line.size() - before;
            line.subList(before, line.size()).clear();
        } else if (request.after().isEmpty()) {
            // Begun anew, of itself where the last one came to its end.
            again += ended.contains(stream) ? 0 : line.size();
            line.clear();
        }
        line.add(request);
        if (page.next() instanceof Next.Done) {
            ended.add(stream);
        } else {
            ended.remove(stream);
        }
    }
}
