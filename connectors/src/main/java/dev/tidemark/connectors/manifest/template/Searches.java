package dev.tidemark.connectors.manifest.template;

import java.util.List;

/** Where a text holds another: places count characters, not halves of them as Java does. */
final class Searches {

    private Searches() {}

    /** A search for a text within another. */
    interface Search {
        int in(String text, String sought);
    }

    /** A question about a text and another. */
    interface Question {
        boolean holds(String text, String other);
    }

    /** The part of a text that the second and third argument of a call cut out. */
    private record Part(String text, int from) {

        static Part of(String text, Arguments a) {
            int length = text.codePointCount(0, text.length());
            int from = bound(a.integer(1, "start", 0), length);
            int to = Math.max(from, bound(a.integer(2, "end", Integer.MAX_VALUE), length));
            int begin = text.offsetByCodePoints(0, from);
            return new Part(text.substring(begin, text.offsetByCodePoints(begin, to - from)), from);
        }

        private static int bound(int index, int length) {
            return Math.clamp(index < 0 ? (long) index + length : index, 0, length);
        }
    }

    static long find(String text, Arguments a, Search search) {
        Part part = Part.of(text, a);
        int place = search.in(part.text, a.text(0, "sub"));
        return place < 0 ? -1 : part.from + (long) part.text.codePointCount(0, place);
    }

    static long index(String text, Arguments a, Search search) {
        long place = find(text, a, search);
        if (place < 0) {
            throw TemplateError.value("substring not found");
        }
        return place;
    }

    static long count(String text, Arguments a) {
        String part = Part.of(text, a).text;
        String sought = a.text(0, "sub");
        if (sought.isEmpty()) {
            return part.codePointCount(0, part.length()) + 1L;
        }
        long count = 0;
        for (int i = part.indexOf(sought); i >= 0; i = part.indexOf(sought, i + sought.length())) {
            count++;
        }
        return count;
    }

    /** Whether it holds for the first argument, or for one of several. */
    static boolean any(String text, Arguments a, Question question) {
        String part = Part.of(text, a).text;
        List<Object> sought =
                a.get(0, "prefix") instanceof Tuple several ? several.items() : List.of(a.text(0, "prefix"));
        return sought.stream().anyMatch(s -> question.holds(part, Text.str(s)));
    }
}
