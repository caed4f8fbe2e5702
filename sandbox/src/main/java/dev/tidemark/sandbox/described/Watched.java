package dev.tidemark.sandbox.described;

import dev.tidemark.sandbox.described.Description.Operation;
import dev.tidemark.sandbox.http.Handler;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A sandbox all of whose requests and answers are held against the vendor's description. What is refused need not have been
 * asked as described.
 */
public final class Watched implements Handler {
    private final Handler sandbox;
    private final List<Description> descriptions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> exchanges = new TreeMap<>();
    private final Set<String> unknown = new TreeSet<>();
    private final Set<String> differences = new TreeSet<>();

    public Watched(Handler sandbox, List<Description> descriptions) {
        this.sandbox = sandbox;
        this.descriptions = List.copyOf(descriptions);
    }

    @Override
    public Response handle(Request request) {
        Response response = sandbox.handle(request);
        if (response instanceof Answer answer) {
            lock.lock();
            try {
                note(request, answer);
            } finally {
                lock.unlock();
            }
        }
        return response;
    }

    private void note(Request request, Answer answer) {
        for (Description description : descriptions) {
            Optional<Operation> operation = description.operation(request);
            if (operation.isPresent()) {
                String name = operation.get().name();
                exchanges.merge(name + " " + answer.status(), 1, Integer::sum);
                description
                        .differences(operation.get(), answer)
                        .forEach(each -> differences.add(name + " " + answer.status() + ": " + each));
                if (answer.status() < 400) {
                    description
                            .differences(operation.get(), request)
                            .forEach(each -> differences.add(name + ": " + each));
                }
                return;
            }
        }
        unknown.add(request.method() + " " + request.path().replaceAll("[^/]*\\d[^/]{3,}", "ID"));
    }

    /** What was asked and how it was answered, such as {@code GET /things/{id} 404}. */
    public Set<String> exchanges() {
        return Set.copyOf(exchanges.keySet());
    }

    /** Methods and paths that no description has, ids as {@code ID}. */
    public Set<String> unknown() {
        return new TreeSet<>(unknown);
    }

    /** What is not as described, each once. */
    public Set<String> differences() {
        return new TreeSet<>(differences);
    }
}
