package dev.tidemark.sandbox.kit;

/**
 * An option of the command line.
 *
 * @param name with its dashes
 * @param value what its value is called in the help
 * @param help what it means, with its default
 * @param most a number from 0 to this is wanted; {@link #TEXT} for any text
 */
public record Option(String name, String value, String help, int most) {
    public static final int TEXT = -1;

    public Option {
        if (!name.startsWith("--") || most < TEXT) {
            throw new IllegalArgumentException("not an option: " + name);
        }
    }

    public static Option text(String name, String value, String help) {
        return new Option(name, value, help, TEXT);
    }

    public static Option number(String name, String help, int most) {
        return new Option(name, "N", help, most);
    }

    boolean isNumber() {
        return most != TEXT;
    }
}
