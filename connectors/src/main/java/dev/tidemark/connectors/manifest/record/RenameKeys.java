package dev.tidemark.connectors.manifest.record;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.template.Python;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives the fields of records other names. */
sealed interface RenameKeys extends Transformation {

    /** In lower case, at the top only. */
    record Lower() implements RenameKeys {
        @Override
        public void apply(Map<Object, Object> record, Context context) {
            Map<Object, Object> renamed = new LinkedHashMap<>();
            record.forEach((name, value) -> renamed.put(Python.str(name).toLowerCase(Locale.ROOT), value));
            record.clear();
            record.putAll(renamed);
        }
    }

    /** With one text in place of another, at every depth of maps. */
    record Replace(Expression old, Expression by) implements RenameKeys {
        @Override
        public void apply(Map<Object, Object> record, Context context) {
            String from = old.text(context);
            String to = by.text(context);
            Map<Object, Object> renamed = renamed(record, name -> name.replace(from, to));
            record.clear();
            record.putAll(renamed);
        }
    }

    /** In words of lower case with {@code _} between them, at every depth of maps. */
    record SnakeCase() implements RenameKeys {

        private static final Pattern TOKEN = Pattern.compile("[A-Z]+[a-z]*|[a-z]+|\\d+|([^a-zA-Z\\d]+)");
        private static final Map<String, String> LETTERS =
                Map.of("ß", "ss", "æ", "ae", "Æ", "AE", "ø", "o", "Ø", "O", "œ", "oe", "Œ", "OE", "ł", "l", "Ł", "L");

        @Override
        public void apply(Map<Object, Object> record, Context context) {
            Map<Object, Object> renamed = renamed(record, SnakeCase::name);
            record.clear();
            record.putAll(renamed);
        }

        /** What is neither letter nor digit counts as an empty word, and only at the ends of the name. */
        static String name(String key) {
            String plain = Normalizer.normalize(key, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
            for (Map.Entry<String, String> letter : LETTERS.entrySet()) {
                plain = plain.replace(letter.getKey(), letter.getValue());
            }
            List<String> words = new ArrayList<>();
            Matcher matcher = TOKEN.matcher(plain);
            while (matcher.find()) {
                words.add(matcher.group(1) == null ? matcher.group() : "");
            }
            List<String> kept = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                if (i == 0 || i == words.size() - 1 || !words.get(i).isEmpty()) {
                    kept.add(words.get(i).toLowerCase(Locale.ROOT));
                }
            }
            if (!kept.isEmpty() && kept.getFirst().matches("\\d+")) {
                kept.addFirst("");
            }
            return String.join("_", kept);
        }
    }

    private static Map<Object, Object> renamed(Map<?, ?> map, UnaryOperator<String> name) {
        Map<Object, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(
                name.apply(Python.str(key)), value instanceof Map<?, ?> inner ? renamed(inner, name) : value));
        return result;
    }
}
