package dev.tidemark.connectors.manifest.template;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The functions that every template can call: the format's own, and those of Jinja that it leaves. */
final class Functions {

    private static final String DAY_FORMAT = "%Y-%m-%dT%H:%M:%S.%f%z";

    private final InstantSource clock;

    Functions(InstantSource clock) {
        this.clock = clock;
    }

    Map<String, Object> all() {
        return Map.ofEntries(
                entry("now_utc", a -> now()),
                entry("today_utc", a -> now().date()),
                entry("today_with_timezone", a -> today(a.text(0, "timezone"))),
                entry("timestamp", a -> timestamp(a.get(0, "dt"))),
                entry("str_to_datetime", a -> IsoDates.parse(a.text(0, "s")).inUtc()),
                entry("day_delta", a -> dayDelta(a)),
                entry("duration", a -> Spans.parse(a.text(0, "datestring"))),
                entry("format_datetime", Functions::formatDatetime),
                entry("max", a -> extreme(a, 1)),
                entry("min", a -> extreme(a, -1)),
                entry("sanitize_url", a -> Filters.find("urlencode").orElseThrow().apply(a.get(0, "value"), Arguments.NONE)),
                entry("camel_case_to_snake_case", a -> snakeCase(a.text(0, "value"))),
                entry("generate_uuid", a -> UUID.randomUUID().toString()),
                entry("namespace", a -> new Namespace(a.named())),
                entry("dict", Functions::dict),
                // The template itself, of which manifests find nothing.
                Map.entry("self", (Attributes) name -> java.util.Optional.empty()));
    }

    private static Map.Entry<String, Object> entry(String name, Function function) {
        return Map.entry(name, function);
    }

    private Moment now() {
        return Moment.utc(clock.instant());
    }

    private LocalDate today(String zone) {
        try {
            return LocalDate.ofInstant(clock.instant(), ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw new TemplateError("UnknownTimeZoneError", Text.repr(zone));
        }
    }

    private static Object timestamp(Object time) {
        return switch (time) {
            case Double number -> Numbers.truncate(number);
            case String text -> IsoDates.parse(text).timestamp();
            case Undefined nothing -> throw nothing.error();
            default -> {
                if (!Numbers.isInteger(time)) {
                    throw new WrongType("Parser must be a string or character stream, not " + Text.typeName(time));
                }
                yield time;
            }
        };
    }

    private Object dayDelta(Arguments a) {
        Duration days = Duration.ofNanos((long) (Numbers.asDouble(a.get(0, "num_days")) * 86_400_000_000L) * 1_000);
        return Strftime.format(now().plus(days), a.text(1, "format", DAY_FORMAT));
    }

    private static Object formatDatetime(Arguments a) {
        Object time = a.get(0, "dt");
        if (time instanceof Moment && a.get(1, "format") instanceof Undefined) {
            throw new WrongType("strftime() argument 1 must be str, not StrictUndefined");
        }
        String format = a.text(1, "format");
        Object input = a.get(2, "input_format", None.NONE);
        return switch (time) {
            case Moment moment -> Strftime.format(moment, format);
            case Long number ->
                Datetimes.format(Datetimes.parse(time, Values.truth(input) ? Text.str(input) : "%s"), format);
            case String text ->
                Datetimes.format(
                        Values.truth(input) ? Datetimes.parse(text, Text.str(input)) : IsoDates.parse(text).inUtc(), format);
            case Undefined nothing -> throw nothing.error();
            default -> throw new WrongType("Parser must be a string or character stream, not " + Text.typeName(time));
        };
    }

    private static Object extreme(Arguments a, int sign) {
        List<Object> items = a.count() == 1 ? Values.items(a.get(0, "args")) : new ArrayList<>(a.positional());
        if (items.isEmpty()) {
            throw TemplateError.value("max() iterable argument is empty");
        }
        Object best = items.getFirst();
        for (Object item : items) {
            if (Values.compare(item, best, sign > 0 ? ">" : "<") * sign > 0) {
                best = item;
            }
        }
        return best;
    }

    private static String snakeCase(String value) {
        return value.replaceAll("(?<!^)(?=[A-Z])", "_").toLowerCase(java.util.Locale.ROOT);
    }

    private static Object dict(Arguments a) {
        Map<Object, Object> map = new LinkedHashMap<>();
        a.find(0, "iterable").ifPresent(given -> {
            if (given instanceof Map<?, ?> other) {
                map.putAll(other);
            } else {
                Values.items(given).forEach(pair -> map.put(Values.items(pair).get(0), Values.items(pair).get(1)));
            }
        });
        map.putAll(a.named());
        return map;
    }
}
