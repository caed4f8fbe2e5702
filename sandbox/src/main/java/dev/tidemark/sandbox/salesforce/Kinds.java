package dev.tidemark.sandbox.salesforce;

import dev.tidemark.sandbox.http.Request;
import java.util.List;
import java.util.regex.Pattern;

/** What sort of request this is, in one word, for counting and for fault rules. */
final class Kinds {
    private record Rule(Pattern line, String kind) {}

    private static final List<Rule> RULES = List.of(
            rule("\\S+ /services/oauth2/token", "token"),
            rule("\\S+ /services/oauth2/.*", "oauth"),
            rule("\\S+ /services/Soap/.*", "soap"),
            rule("\\S+ /id/.*", "identity"),
            rule("\\S+ /services/data/?", "versions"),
            rule("\\S+ .*/query(All)?/.+", "queryMore"),
            rule("\\S+ .*/query/?", "query"),
            rule("\\S+ .*/queryAll/?", "queryAll"),
            rule("\\S+ .*/limits/?", "limits"),
            rule("\\S+ .*/composite/batch/?", "batch"),
            rule("POST .*/composite/sobjects/?", "createMany"),
            rule("PATCH .*/composite/sobjects/?", "updateMany"),
            rule("PATCH .*/composite/sobjects/[^/]+/[^/]+", "upsertMany"),
            rule("DELETE .*/composite/sobjects/?", "deleteMany"),
            rule("\\S+ .*/composite/sobjects/.*", "readMany"),
            rule("\\S+ .*/composite/?", "composite"),
            rule("\\S+ .*/sobjects/?", "describeGlobal"),
            rule("\\S+ .*/sobjects/[^/]+/describe.*", "describe"),
            rule("\\S+ .*/sobjects/[^/]+/deleted/?", "deleted"),
            rule("\\S+ .*/sobjects/[^/]+/updated/?", "updated"),
            rule("POST .*/sobjects/[^/]+/?", "create"),
            rule("PATCH .*/sobjects/[^/]+/[^/]+/.+", "upsert"),
            rule("PATCH .*/sobjects/.*", "update"),
            rule("DELETE .*/sobjects/.*", "delete"),
            rule("\\S+ .*/sobjects/.*", "read"));

    private Kinds() {}

    static String of(Request request) {
        String line = request.method() + " " + request.path();
        return RULES.stream()
                .filter(rule -> rule.line().matcher(line).matches())
                .map(Rule::kind)
                .findFirst()
                .orElse("other");
    }

    private static Rule rule(String regex, String kind) {
        return new Rule(Pattern.compile(regex), kind);
    }
}
