package dev.tidemark.connectors.manifest.template;

/**
 * A token within the braces of a template.
 *
 * @param value the name, the operator, the string without quotes and escapes, or the number as it stands
 */
record Token(Kind kind, String value, int line) {

    enum Kind {
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && value.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && value.equals(name);
    }
}
