package dev.tidemark.connectors.manifest.template;

/** Backslash escapes of string literals. */
final class Escapes {

    private Escapes() {}

    /** Reads the escape at this place; answers the place after it, or -1 where it is malformed. */
    static int read(String text, int at, StringBuilder out) {
        char c = text.charAt(at + 1);
        switch (c) {
            case '\n' -> {}
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'v' -> out.append('\u000b');
            case '\\', '\'', '"' -> out.append(c);
            case 'x' -> {
                return code(text, at + 2, 2, out);
            }
            case 'u' -> {
                return code(text, at + 2, 4, out);
            }
            case 'U' -> {
                return code(text, at + 2, 8, out);
            }
            default -> {
                if (c >= '0' && c <= '7') {
                    return octal(text, at + 1, out);
                }
                out.append('\\').append(c);
            }
        }
        return at + 2;
    }

    private static int octal(String text, int from, StringBuilder out) {
        int end = from;
        while (end < text.length() && end - from < 3 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
            end++;
        }
        out.append((char) Integer.parseInt(text.substring(from, end), 8));
        return end;
    }

    private static int code(String text, int from, int digits, StringBuilder out) {
        int end = from + digits;
        if (end > text.length()) {
            return -1;
        }
        try {
            out.appendCodePoint(Integer.parseUnsignedInt(text.substring(from, end), 16));
            return end;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
