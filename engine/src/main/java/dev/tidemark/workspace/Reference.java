package dev.tidemark.workspace;

import dev.tidemark.workspace.Yaml.Scalar;

/**
 * What {@code from} and {@code to} hold: an account, and behind a dot what is meant there.
 *
 * @param rest empty where only the account is named
 */
record Reference(String account, String rest, Scalar written) {

    static Reference of(Scalar written) {
        String text = written.text();
        int dot = text.indexOf('.');
        return dot < 0
                ? new Reference(text, "", written)
                : new Reference(text.substring(0, dot), text.substring(dot + 1), written);
    }
}
