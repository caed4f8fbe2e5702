package dev.tidemark.connectors.manifest.template;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The functions that every template can call: the format's own, and those of Jinja that it leaves. */
final class Functions {

    private static final String DAY_FORMAT = "%Y-%m-%dT%H:%M:%S.%f%z";
    private static final Pattern CAPITAL = Pattern.compile("(?<!^)(?=[A-Z])");

    /** By their names. */
    static final Map<String, Object> ALL = Map.ofEntries(
            entry("now_utc", a -> a.work().now()),
            entry("today_utc", a -> a.work().now().date()),
            entry("today_with_timezone", a -> today(a.work().now(), a.text(0, "timezone"))),
            entry("timestamp", a -> timestamp(a.get(0, "dt"))),
            entry("str_to_datetime", a -> IsoDates.parse(a.text(0, "s"))),
            entry("day_delta", Functions::dayDelta),
            entry("duration", a -> Spans.parse(a.text(0, "datestring"))),
            entry("format_datetime", Functions::formatDatetime),
            entry("max", a -> extreme(a, 1)),
            entry("min", a -> extreme(a, -1)),
            entry("sanitize_url", a -> MarkupFilters.quoted(a.text(0, "value"))),
            entry("camel_case_to_snake_case", a -> snakeCase(a.text(0, "value"))),
            entry("generate_uuid", a -> UUID.randomUUID().toString()),
            entry("namespace", a -> new Namespace(MapMethods.of(a))),
            entry("dict", MapMethods::of),
            // The template itself, of which manifests find nothing.
            Map.entry("self", (Attributes) name -> Optional.empty()));

    private Functions() {}

    private static Map.Entry<String, Object> entry(String name, Function function) {
        return Map.entry(name, function);
    }

    private static LocalDate today(Moment now, String zone) {
        try {
            return LocalDate.ofInstant(now.instant(), ZoneId.of(zone));
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
                yield Numbers.add(time, 0L);
            }
        };
    }

    private static Object dayDelta(Arguments a) {
        Object days = a.get(0, "num_days");
        if (!Numbers.isNumber(days)) {
            throw new WrongType("unsupported type for timedelta days component: " + Text.typeName(days));
        }
        Object then = Operators.add(a.work().now(), Spans.ofDays(days));
        return Strftime.format((Moment) then, a.text(1, "format", DAY_FORMAT));
    }

    private static Object formatDatetime(Arguments a) {
        Object time = a.get(0, "dt");
        String format = a.text(1, "format");
        Object input = a.get(2, "input_format", None.NONE);
        return switch (time) {
            case Moment moment -> Strftime.format(moment, format);
            case Undefined nothing -> throw nothing.error();
            case String text ->
                Datetimes.format(Values.truth(input) ? strptime(text, input) : IsoDates.parse(text), format);
            default -> {
                if (!Numbers.isInteger(time)) {
                    throw new WrongType("Parser must be a string or character stream, not " + Text.typeName(time));
                }
                yield Datetimes.format(
                        Datetimes.parse(Numbers.add(time, 0L), Values.truth(input) ? Text.str(input) : "%s"), format);
            }
        };
    }

    private static Moment strptime(String text, Object format) {
        if (!(format instanceof String known)) {
            throw new WrongType("strptime() argument 2 must be str, not " + Text.typeName(format));
        }
        Moment parsed = Strptime.parse(text, known);
        return parsed.offset().isPresent() ? parsed : new Moment(parsed.local(), Optional.of(ZoneOffset.UTC));
    }

    private static Object extreme(Arguments a, int sign) {
        if (!a.named().isEmpty() || a.count() == 0) {
            throw new WrongType((sign > 0 ? "max" : "min") + " expected at least 1 argument, and none by name");
        }
        List<Object> items = a.count() == 1 ? Values.items(a.positional().getFirst()) : a.positional();
        if (items.isEmpty()) {
            throw TemplateError.value((sign > 0 ? "max" : "min") + "() iterable argument is empty");
        }
        Object best = items.getFirst();
        for (Object item : items.subList(1, items.size())) {
            if (Values.compare(item, best, sign > 0 ? ">" : "<") * sign > 0) {
                best = item;
            }
        }
        return best;
    }

    private static String snakeCase(String value) {
        return CAPITAL.matcher(value).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
