package dev.tidemark.secret;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a secret's value is found. A workspace file holds this and never the value itself. */
public sealed interface SecretRef {

    /** {@code ${env:NAME}}: a variable of the environment that Tidemark was started in. */
    record Env(String variable) implements SecretRef {
        public Env {
            if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException("not the name of an environment variable: " + variable);
            }
        }

        @Override
        public String toString() {
            return "${env:" + variable + "}";
        }
    }

    /** {@code ${file:/path}}: a whole file. */
    record File(Path path) implements SecretRef {
        public File {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("the path of a secret begins at the root: " + path);
            }
        }

        @Override
        public String toString() {
            return "${file:" + path + "}";
        }
    }

    /** The reference that this text is, or empty where it is none. */
    static Optional<SecretRef> parse(String text) {
        Matcher form = Form.REFERENCE.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String variable = form.group("variable");
        return Optional.of(variable == null ? new File(Path.of(form.group("path"))) : new Env(variable));
    }

    /** How a reference is written. */
    final class Form {
        private static final Pattern REFERENCE =
                Pattern.compile("\\$\\{(?:env:(?<variable>[A-Za-z_][A-Za-z0-9_]*)|file:(?<path>/[^\\x00{}]+))}");

        private Form() {}
    }
}
