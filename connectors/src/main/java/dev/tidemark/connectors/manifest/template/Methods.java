package dev.tidemark.connectors.manifest.template;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The attributes and methods of values, by the kind of value. */
final class Methods {

    private Methods() {}

    static Optional<Object> attribute(Object value, String name) {
        return switch (value) {
            case Attributes own -> own.attribute(name);
            case String text -> StringMethods.find(text, name);
            case Map<?, ?> map -> ofMap(map, name);
            case List<?> list -> ofList(list, name);
            case Tuple tuple -> ofItems(tuple.items(), name);
            case Moment moment -> ofMoment(moment, name);
            case LocalDate date -> ofDate(date, name);
            case Duration span -> ofSpan(span, name);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> method(Function function) {
        return Optional.of(function);
    }

    @SuppressWarnings("unchecked")
    private static Optional<Object> ofMap(Map<?, ?> map, String name) {
        return switch (name) {
            case "get" ->
                method(a -> {
                    Object found = map.get(a.get(0, "key"));
                    return found != null ? found : a.get(1, "default", None.NONE);
                });
            case "items" ->
                method(a -> map.entrySet().stream()
                        .map(e -> (Object) new Tuple(List.of(e.getKey(), e.getValue())))
                        .toList());
            case "keys" -> method(a -> List.copyOf(map.keySet()));
            case "values" -> method(a -> List.copyOf(map.values()));
            case "copy" -> method(a -> new java.util.LinkedHashMap<>(map));
            case "update" ->
                method(a -> {
                    ((Map<Object, Object>) map).putAll((Map<Object, Object>) a.get(0, "other", Map.of()));
                    ((Map<Object, Object>) map).putAll(a.named());
                    return None.NONE;
                });
            case "setdefault" ->
                method(a -> {
                    Object old = ((Map<Object, Object>) map).putIfAbsent(a.get(0, "key"), a.get(1, "default", None.NONE));
                    return old != null ? old : a.get(1, "default", None.NONE);
                });
            case "pop" ->
                method(a -> {
                    Object old = map.remove(a.get(0, "key"));
                    if (old != null) {
                        return old;
                    }
                    return a.find(1, "default")
                            .orElseThrow(() -> new TemplateError("KeyError", Text.repr(a.get(0, "key"))));
                });
            default -> Optional.empty();
        };
    }

    private static Optional<Object> ofItems(List<?> items, String name) {
        return switch (name) {
            case "count" ->
                method(a -> items.stream()
                        .filter(i -> Values.equal(i, a.get(0, "value")))
                        .count());
            case "index" ->
                method(a -> {
                    for (int i = 0; i < items.size(); i++) {
                        if (Values.equal(items.get(i), a.get(0, "value"))) {
                            return (long) i;
                        }
                    }
                    throw TemplateError.value(Text.repr(a.get(0, "value")) + " is not in list");
                });
            default -> Optional.empty();
        };
    }

    @SuppressWarnings("unchecked")
    private static Optional<Object> ofList(List<?> list, String name) {
        List<Object> items = (List<Object>) list;
        return switch (name) {
            case "append" ->
                method(a -> {
                    items.add(a.get(0, "object"));
                    return None.NONE;
                });
            case "extend" ->
                method(a -> {
                    items.addAll(Values.items(a.get(0, "iterable")));
                    return None.NONE;
                });
            case "insert" ->
                method(a -> {
                    items.add(Math.clamp(a.integer(0, "index", 0), 0, items.size()), a.get(1, "object"));
                    return None.NONE;
                });
            case "pop" ->
                method(a -> {
                    int place = a.integer(0, "index", -1);
                    int from = place < 0 ? place + items.size() : place;
                    if (from < 0 || from >= items.size()) {
                        throw new TemplateError("IndexError", "pop from empty list");
                    }
                    return items.remove(from);
                });
            case "reverse" ->
                method(a -> {
                    java.util.Collections.reverse(items);
                    return None.NONE;
                });
            case "sort" ->
                method(a -> {
                    items.sort((x, y) -> Values.compare(x, y, "<"));
                    if (Values.truth(a.get(Integer.MAX_VALUE, "reverse", false))) {
                        java.util.Collections.reverse(items);
                    }
                    return None.NONE;
                });
            case "copy" -> method(a -> new java.util.ArrayList<>(items));
            default -> ofItems(items, name);
        };
    }

    private static Optional<Object> ofMoment(Moment moment, String name) {
        return switch (name) {
            case "year" -> Optional.of((long) moment.local().getYear());
            case "month" -> Optional.of((long) moment.local().getMonthValue());
            case "day" -> Optional.of((long) moment.local().getDayOfMonth());
            case "hour" -> Optional.of((long) moment.local().getHour());
            case "minute" -> Optional.of((long) moment.local().getMinute());
            case "second" -> Optional.of((long) moment.local().getSecond());
            case "microsecond" -> Optional.of((long) moment.micros());
            case "strftime" -> method(a -> Strftime.format(moment, a.text(0, "format")));
            case "isoformat" -> method(a -> moment.isoformat(a.text(0, "sep", "T"), a.text(1, "timespec", "auto")));
            case "timestamp" -> method(a -> moment.timestamp());
            case "date" -> method(a -> moment.date());
            case "weekday" -> method(a -> (long) moment.local().getDayOfWeek().getValue() - 1);
            case "isoweekday" -> method(a -> (long) moment.local().getDayOfWeek().getValue());
            case "replace" -> method(a -> replaced(moment, a));
            default -> Optional.empty();
        };
    }

    private static Moment replaced(Moment moment, Arguments a) {
        var local = moment.local();
        return new Moment(
                java.time.LocalDateTime.of(
                        date(local.toLocalDate(), a),
                        java.time.LocalTime.of(
                                a.integer(3, "hour", local.getHour()),
                                a.integer(4, "minute", local.getMinute()),
                                a.integer(5, "second", local.getSecond()),
                                a.integer(6, "microsecond", moment.micros()) * 1_000)),
                a.named().get("tzinfo") == None.NONE ? Optional.empty() : moment.offset());
    }

    private static LocalDate date(LocalDate date, Arguments a) {
        try {
            return LocalDate.of(
                    a.integer(0, "year", date.getYear()),
                    a.integer(1, "month", date.getMonthValue()),
                    a.integer(2, "day", date.getDayOfMonth()));
        } catch (java.time.DateTimeException e) {
            throw TemplateError.value("day is out of range for month");
        }
    }

    private static Optional<Object> ofDate(LocalDate date, String name) {
        return switch (name) {
            case "replace" -> method(a -> date(date, a));
            case "isoformat" -> method(a -> date.toString());
            case "hour", "minute", "second", "microsecond", "timestamp", "date" -> Optional.empty();
            default -> ofMoment(new Moment(date.atStartOfDay(), Optional.empty()), name);
        };
    }

    private static Optional<Object> ofSpan(Duration span, String name) {
        return switch (name) {
            case "days" -> Optional.of(Spans.days(span));
            case "seconds" -> Optional.of(Spans.secondsOfDay(span));
            case "microseconds" -> Optional.of(Spans.micros(span));
            case "total_seconds" -> method(a -> Spans.total(span));
            default -> Optional.empty();
        };
    }

    /** An array as a list that a template may change. */
    static List<Object> list(Object... items) {
        return new java.util.ArrayList<>(Arrays.asList(items));
    }
}
