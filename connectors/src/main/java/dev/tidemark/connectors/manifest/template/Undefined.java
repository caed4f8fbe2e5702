package dev.tidemark.connectors.manifest.template;

/**
 * What a template finds where nothing is: empty as text, false as a condition, and an error where more is asked of it.
 *
 * @param why what is not there
 */
record Undefined(String why) {

    UndefinedValue error() {
        return new UndefinedValue(why);
    }

    /** @throws UndefinedValue where nothing is there */
    static void refuse(Object value) {
        if (value instanceof Undefined nothing) {
            throw nothing.error();
        }
    }

    static void refuse(Object a, Object b) {
        refuse(a);
        refuse(b);
    }
}
