package dev.tidemark.run;

import java.util.Objects;

/**
 * Why a run failed, for people.
 *
 * @param code stable; listed in the documentation
 * @param message what is wrong
 * @param whatToDo the way out
 */
public record Failure(String code, String message, String whatToDo) {
    public Failure {
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
        Objects.requireNonNull(whatToDo);
    }
}
