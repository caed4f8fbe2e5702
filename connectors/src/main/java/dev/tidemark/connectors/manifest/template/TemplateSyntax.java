package dev.tidemark.connectors.manifest.template;

/** A template that cannot be compiled. */
public final class TemplateSyntax extends TemplateError {

    TemplateSyntax(String message) {
        super("TemplateSyntaxError", message);
    }
}
