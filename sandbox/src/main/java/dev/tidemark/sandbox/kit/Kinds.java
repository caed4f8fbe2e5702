package dev.tidemark.sandbox.kit;

import dev.tidemark.sandbox.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Names the sort of a request by its method and path: the first pattern that matches them whole. */
public final class Kinds {
    private record Rule(Pattern line, String kind) {}

    private final List<Rule> rules;

    private Kinds(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Pattern and kind in turn; a pattern is a regular expression over {@code METHOD path}, without the query. */
    public static Kinds of(String... patternsAndKinds) {
        if (patternsAndKinds.length % 2 != 0) {
            throw new IllegalArgumentException("a pattern has no kind");
        }
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < patternsAndKinds.length; i += 2) {
            rules.add(new Rule(Pattern.compile(patternsAndKinds[i]), patternsAndKinds[i + 1]));
        }
        return new Kinds(rules);
    }

    /** The kind in one word; {@code other} when no pattern matches. */
    public String of(Request request) {
        String line = request.method() + " " + request.path();
        return rules.stream()
                .filter(rule -> rule.line().matcher(line).matches())
                .map(Rule::kind)
                .findFirst()
                .orElse("other");
    }
}
