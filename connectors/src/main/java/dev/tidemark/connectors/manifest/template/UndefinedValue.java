package dev.tidemark.connectors.manifest.template;

/** More was asked of a value that is not there. */
public final class UndefinedValue extends TemplateError {

    UndefinedValue(String why) {
        super("UndefinedError", why);
    }
}
