package dev.tidemark.workspace;

import dev.tidemark.workspace.Yaml.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads a key that takes one of a few words. */
final class Choice {

    private Choice() {}

    static <T> T of(Keys keys, String key, Map<String, T> words, T fallback, Problems problems) {
        Optional<Scalar> text = keys.text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        T chosen = words.get(text.get().text());
        if (chosen != null) {
            return chosen;
        }
        problems.add(
                text.get().at(),
                "'" + key + "' cannot be '" + text.get().text() + "'",
                Suggestion.instead(text.get().text(), new TreeSet<>(words.keySet())));
        return fallback;
    }
}
