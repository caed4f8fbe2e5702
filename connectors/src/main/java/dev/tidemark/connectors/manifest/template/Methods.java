package dev.tidemark.connectors.manifest.template;

import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The attributes and methods of values, by the kind of value. */
final class Methods {

    private Methods() {}

    static Optional<Object> attribute(Object value, String name) {
        return switch (value) {
            case Attributes own ->
                own.attribute(name)
                        .or(() -> value instanceof Map<?, ?> map ? MapMethods.find(map, name) : Optional.empty());
            case String text -> StringMethods.find(text, name);
            case Map<?, ?> map -> MapMethods.find(map, name);
            case List<?> list -> ListMethods.find(list, name);
            case Tuple tuple -> ListMethods.ofTuple(tuple, name);
            case Moment moment -> TimeMethods.ofMoment(moment, name);
            case LocalDate date -> TimeMethods.ofDate(date, name);
            case LocalTime time -> TimeMethods.ofTime(time, name);
            case Duration span -> TimeMethods.ofSpan(span, name);
            case Long number -> ofInteger(number, name);
            case BigInteger number -> ofInteger(number, name);
            case Boolean bool -> ofInteger(bool ? 1L : 0L, name);
            case Double number -> ofFloat(number, name);
            default -> Optional.empty();
        };
    }

    static Optional<Object> method(Function function) {
        return Optional.of(function);
    }

    private static Optional<Object> ofInteger(Object number, String name) {
        return switch (name) {
            case "real", "numerator" -> Optional.of(number);
            case "imag" -> Optional.of(0L);
            case "denominator" -> Optional.of(1L);
            case "conjugate" -> method(a -> number);
            case "bit_length" -> method(a -> (long) Numbers.asBig(number).abs().bitLength());
            default -> Optional.empty();
        };
    }

    private static Optional<Object> ofFloat(double number, String name) {
        return switch (name) {
            case "real" -> Optional.of(number);
            case "imag" -> Optional.of(0.0);
            case "conjugate" -> method(a -> number);
            case "is_integer" -> method(a -> Double.isFinite(number) && number == Math.rint(number));
            default -> Optional.empty();
        };
    }
}
