package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connectors.manifest.template.Python;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Texts that spell a value of another type exactly: schemas of manifests are loose, and APIs quote their numbers. */
final class Casts {

    private Casts() {}

    static OptionalLong integer(String text) {
        return text.matches("-?(0|[1-9]\\d{0,17})") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    static OptionalDouble real(String text) {
        Optional<Double> value = Python.real(text).filter(Double::isFinite);
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }

    static Optional<Boolean> bool(String text) {
        return text.equalsIgnoreCase("true")
                ? Optional.of(true)
                : text.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty();
    }
}
