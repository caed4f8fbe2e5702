package dev.tidemark.cli;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connectors.manifest.request.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers from a recording, without a network. The same request gets its answers in the order in which they came. */
final class Replaying implements Carrier {

    private static final int MOST_TOLD = 5;

    private final List<Exchange> left = new ArrayList<>();
    private final Discretion discretion;

    /** @throws IOException where the file cannot be read or is no recording */
    Replaying(Path file, Discretion discretion) throws IOException {
        this.discretion = discretion;
        left.addAll(exchanges(file, discretion));
    }

    /** @throws IOException where the file cannot be read or is no recording */
    static List<Exchange> exchanges(Path file, Discretion discretion) throws IOException {
        List<Exchange> exchanges = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !RecordedRead.isIn(line)) {
                try {
                    exchanges.add(Exchange.of(line, discretion));
                } catch (IllegalArgumentException e) {
                    throw new IOException("line " + number + " is no exchange: " + e.getMessage(), e);
                }
            }
        }
        return exchanges;
    }

    @Override
    public HttpAnswer send(Call call, boolean isSignIn) {
        String asked = Exchange.asked(call, discretion);
        Map<String, String> headers = Exchange.compared(discretion.headers(call.headers()));
        for (Exchange exchange : left) {
            if (exchange.asked().equals(asked) && exchange.headers().equals(headers)) {
                left.remove(exchange);
                return exchange.answer();
            }
        }
        throw differs("an unexpected request: " + asked + " with headers " + headers
                + left.stream()
                        .filter(e -> e.asked().equals(asked))
                        .findFirst()
                        .map(e -> "; expected: the same with headers " + e.headers())
                        .orElseGet(this::expected));
    }

    private String expected() {
        return left.isEmpty()
                ? "; expected: no more requests"
                : "; expected: " + left.getFirst().asked()
                        + (left.size() > 1 ? " (and " + (left.size() - 1) + " more)" : "");
    }

    /** @throws Refusal where some of what was recorded was never asked for */
    void end() {
        if (!left.isEmpty()) {
            List<String> told =
                    left.stream().limit(MOST_TOLD).map(Exchange::asked).toList();
            throw differs("never requested: " + String.join("; ", told)
                    + (left.size() > MOST_TOLD ? "; and " + (left.size() - MOST_TOLD) + " more" : ""));
        }
    }

    private static Refusal differs(String what) {
        return new Refusal(
                Exit.FAILED,
                "connector.replay_differs",
                what,
                "Mend the manifest; or, where the change is meant, record anew with --record."
                        + " Config, state and --now must be those of the recording");
    }
}
