package dev.tidemark.connector;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One setting or secret of a connector.
 *
 * @param name its key in the workspace file
 * @param kind what its value may be
 * @param required whether a source or destination without it is refused
 * @param fallback the value where the file gives none; always empty for a secret
 * @param choices the values allowed; empty when any is
 * @param help one sentence for the person who fills it in
 */
public record Setting(
        String name, Kind kind, boolean required, Optional<String> fallback, Set<String> choices, String help) {

    /** What a setting's value may be. A secret's value is never shown, logged or archived (invariant 9). */
    public enum Kind {
        TEXT,
        URL,
        INTEGER,
        BOOLEAN,
        DURATION,
        SECRET
    }

    public Setting {
        choices = Set.copyOf(choices);
        Objects.requireNonNull(help);
        if (kind == Kind.SECRET && fallback.isPresent()) {
            throw new IllegalArgumentException("a secret has no default: " + name);
        }
    }

    public static Setting required(String name, Kind kind, String help) {
        return new Setting(name, kind, true, Optional.empty(), Set.of(), help);
    }

    public static Setting optional(String name, Kind kind, String help) {
        return new Setting(name, kind, false, Optional.empty(), Set.of(), help);
    }

    public static Setting withDefault(String name, Kind kind, String fallback, String help) {
        return new Setting(name, kind, false, Optional.of(fallback), Set.of(), help);
    }

    public static Setting choice(String name, String fallback, Set<String> choices, String help) {
        return new Setting(name, Kind.TEXT, false, Optional.of(fallback), choices, help);
    }
}
