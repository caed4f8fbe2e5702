package dev.tidemark.connectors.manifest.template;

/** Python's {@code TypeError}: the reference interpreter then takes the template for plain text. */
final class WrongType extends TemplateError {

    WrongType(String message) {
        super("TypeError", message);
    }

    static WrongType operands(String operator, Object a, Object b) {
        return new WrongType("unsupported operand type(s) for " + operator + ": '" + Text.typeName(a) + "' and '"
                + Text.typeName(b) + "'");
    }
}
