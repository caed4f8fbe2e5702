package dev.tidemark.connectors.manifest.template;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code "{}".format(value)}: fields by place and by name, with a format each. */
final class BraceFormat {

    private static final Pattern NAME = Pattern.compile("([^.\\[]*)((?:\\.[^.\\[]+|\\[[^\\]]+\\])*)");
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[]+)|\\[([^\\]]+)\\]");
    private static final int MOST_NESTED = 2;

    private final Arguments arguments;
    private int next;

    private BraceFormat(Arguments arguments) {
        this.arguments = arguments;
    }

    static String format(String format, Arguments arguments) {
        return new BraceFormat(arguments).text(format, MOST_NESTED);
    }

    private String text(String format, int nested) {
        if (nested == 0) {
            throw TemplateError.value("Max string recursion exceeded");
        }
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            if ((c == '{' || c == '}') && i + 1 < format.length() && format.charAt(i + 1) == c) {
                out.append(c);
                i += 2;
            } else if (c == '{') {
                int end = end(format, i);
                out.append(field(format.substring(i + 1, end), nested));
                Work.chars(out.length());
                i = end + 1;
            } else if (c == '}') {
                throw TemplateError.value("Single '}' encountered in format string");
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    private static int end(String format, int open) {
        int depth = 0;
        for (int i = open; i < format.length(); i++) {
            depth += format.charAt(i) == '{' ? 1 : format.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw TemplateError.value("expected '}' before end of string");
    }

    private String field(String field, int nested) {
        int colon = field.indexOf(':');
        String spec = colon < 0 ? "" : field.substring(colon + 1);
        String name = colon < 0 ? field : field.substring(0, colon);
        int bang = name.indexOf('!');
        Object value = value(bang < 0 ? name : name.substring(0, bang));
        if (bang >= 0) {
            value = switch (name.substring(bang + 1)) {
                case "r", "a" -> Text.repr(value);
                case "s" -> Text.str(value);
                default -> throw TemplateError.value("Unknown conversion specifier " + name.substring(bang + 1));
            };
        }
        return FormatSpec.format(value, spec.indexOf('{') >= 0 ? text(spec, nested - 1) : spec);
    }

    private Object value(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw TemplateError.value("Only '.' or '[' may follow ']' in format field specifier");
        }
        Object value = first(matcher.group(1));
        Matcher step = STEP.matcher(matcher.group(2));
        while (step.find()) {
            value = step.group(1) != null
                    ? Lookups.attribute(value, step.group(1))
                    : Lookups.item(value, key(step.group(2)));
        }
        return value;
    }

    private Object first(String name) {
        if (name.isEmpty()) {
            return place(next++);
        }
        if (isIndex(name)) {
            return place(Integer.parseInt(name));
        }
        return arguments.find(name).orElseThrow(() -> new TemplateError("KeyError", Text.repr(name)));
    }

    private Object place(int index) {
        if (index >= arguments.count()) {
            throw new TemplateError(
                    "IndexError", "Replacement index " + index + " out of range for positional args tuple");
        }
        return arguments.positional().get(index);
    }

    private static Object key(String name) {
        return isIndex(name) ? (Object) Long.valueOf(name) : name;
    }

    private static boolean isIndex(String name) {
        return name.length() < 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** As {@code str.format_map} does. */
    static String formatMap(String format, Object map, Work work) {
        Map<String, Object> named = new java.util.HashMap<>();
        if (!(map instanceof Map<?, ?> values)) {
            throw new WrongType("'" + Text.typeName(map) + "' object is not a mapping");
        }
        values.forEach((key, value) -> named.put(Text.str(key), value));
        return format(format, new Arguments(java.util.List.of(), named, work));
    }
}
