package dev.tidemark.connectors.manifest.request;

import java.util.Optional;

/** Where in a request a value goes. */
public enum Into {
    QUERY("request_parameter"),
    HEADER("header"),
    FORM("body_data"),
    JSON("body_json");

    private final String word;

    Into(String word) {
        this.word = word;
    }

    static Optional<Into> of(String word) {
        for (Into into : values()) {
            if (into.word.equals(word)) {
                return Optional.of(into);
            }
        }
        return Optional.empty();
    }
}
