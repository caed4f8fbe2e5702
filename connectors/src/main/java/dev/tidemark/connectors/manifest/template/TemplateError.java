package dev.tidemark.connectors.manifest.template;

/** A template that cannot be rendered; the message begins with the kind of error that Python has for it. */
public class TemplateError extends RuntimeException {

    TemplateError(String kind, String message) {
        super(kind + ": " + message);
    }

    static TemplateError value(String message) {
        return new TemplateError("ValueError", message);
    }

    static TemplateError noAttribute(Object value, String name) {
        return new TemplateError(
                "AttributeError", "'" + Text.typeName(value) + "' object has no attribute '" + name + "'");
    }
}
