package dev.tidemark.connectors.rest;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers without the secrets that were sent: an API may repeat them, and what it says is shown to people (invariant 9). */
public final class Discreet {

    private Discreet() {}

    /** The answer; a refusal without these secrets. */
    public static HttpAnswer answer(HttpAnswer answer, List<String> secrets) {
        return answer.isSuccess()
                ? answer
                : new HttpAnswer(
                        answer.status(),
                        answer.headers(),
                        text(answer.text(), secrets).getBytes(StandardCharsets.UTF_8),
                        answer.took());
    }

    /** The text without the account's secrets of these names. */
    public static String text(String text, Secrets secrets, String... names) {
        return text(
                text,
                List.of(names).stream()
                        .flatMap(name -> secrets.find(name).stream())
                        .toList());
    }

    private static String text(String text, List<String> secrets) {
        String clean = text;
        for (String secret : secrets) {
            clean = secret.isEmpty() ? clean : clean.replace(secret, "…");
        }
        return clean;
    }
}
