package dev.tidemark.connectors.manifest.template;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Operators that compare two values. */
enum Relation {
    EQ("=="),
    NE("!="),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">="),
    IN("in"),
    NOT_IN("not in");

    /** By what a template writes. */
    static final Map<String, Relation> BY_SIGN =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(c -> c.sign, Function.identity()));

    private final String sign;

    Relation(String sign) {
        this.sign = sign;
    }

    boolean holds(Object a, Object b) {
        return switch (this) {
            case EQ -> Values.equal(a, b);
            case NE -> !Values.equal(a, b);
            case LT -> Values.compare(a, b, sign) < 0 && Numbers.areNumbers(a, b);
            case LE -> Values.compare(a, b, sign) <= 0 && Numbers.areNumbers(a, b);
            case GT -> Values.compare(a, b, sign) > 0 && Numbers.areNumbers(a, b);
            case GE -> Values.compare(a, b, sign) >= 0 && Numbers.areNumbers(a, b);
            case IN -> Values.contains(b, a);
            case NOT_IN -> !Values.contains(b, a);
        };
    }
}
