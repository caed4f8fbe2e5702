package dev.tidemark.sandbox.salesforce.data;

import dev.tidemark.sandbox.salesforce.org.Coerce;
import dev.tidemark.sandbox.salesforce.schema.FieldDraft;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Guesses what a table or a column of a data file is, when the schema does not know it. */
final class Inference {
    /** Key prefixes of standard objects that a new sandbox has not. */
    private static final Map<String, String> PREFIXES = Map.of(
            "campaign", "701",
            "campaignmember", "00v",
            "opportunitycontactrole", "00K",
            "lead", "00Q",
            "case", "500",
            "event", "00U",
            "product2", "01t",
            "contract", "800",
            "order", "801");
    /** Lookups whose name does not say where they point (Nonprofit Success Pack). */
    private static final Map<String, String> KNOWN_LOOKUPS = Map.of("primaryaffiliation", "Account");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}");
    private static final int MOST_CHOICES = 12;
    private static final int LONGEST_STRING = 255;

    private Inference() {}

    static String prefix(String object, Schema schema) {
        String known = PREFIXES.get(object.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        int number = 0;
        String prefix;
        do {
            prefix = "a" + String.format(Locale.ROOT, "%02d", number++);
        } while (schema.ofId(prefix) != null);
        return prefix;
    }

    /** The API name for a column that the schema lacks: kept if custom already, else made so. */
    static String fieldName(String column) {
        if (column.toLowerCase(Locale.ROOT).endsWith("__c")) {
            return column;
        }
        String words = Arrays.stream(column.split("[_ ]+", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining("_"));
        return words + "__c";
    }

    /** The object that a lookup column points at, told by its name; null when it is no lookup. */
    static @Nullable SObject target(String column, List<String> values, Schema schema) {
        String bare = bare(column);
        String known = KNOWN_LOOKUPS.get(bare);
        if (known != null) {
            return schema.object(known);
        }
        boolean keys = values.stream().allMatch(value -> value.matches("\\d{1,9}|[A-Za-z0-9]{15,18}"));
        if (!keys) {
            return null;
        }
        SObject best = null;
        for (SObject object : schema.objects()) {
            String name = bare(object.name());
            if (bare.endsWith(name)
                    && (best == null || name.length() > bare(best.name()).length())) {
                best = object;
            }
        }
        return best;
    }

    /** The bare words of an API name: {@code npe01__Opportunity__c} and {@code opportunity_id} are opportunity. */
    static String bare(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceFirst("__c$", "")
                .replaceFirst("^[a-z0-9]+__", "")
                .replaceFirst("_id$", "")
                .replaceFirst("(?<=[a-z])id$", "")
                .replace("_", "");
    }

    /** A field for a column, by its values. */
    static FieldDraft field(String name, List<String> values) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (all(values, value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"))) {
            return FieldDraft.bool(name);
        }
        if (all(values, value -> NUMBER.matcher(value).matches())) {
            return lower.contains("amount") || lower.contains("price")
                    ? FieldDraft.currency(name, 18, 2)
                    : lower.contains("percent")
                            ? FieldDraft.percent(name, 18, 2)
                            : FieldDraft.decimal(name, 18, scale(values));
        }
        if (all(values, value -> value.length() == 10 && instant(value) != null)) {
            return FieldDraft.date(name);
        }
        if (all(values, value -> value.length() > 10 && instant(value) != null)) {
            return FieldDraft.datetime(name);
        }
        if (all(values, value -> EMAIL.matcher(value).matches() && value.length() <= 80)) {
            return FieldDraft.email(name);
        }
        int longest = values.stream().mapToInt(String::length).max().orElse(0);
        if (longest > LONGEST_STRING) {
            return FieldDraft.textarea(name, 32_000);
        }
        var choices = new HashSet<>(values);
        if (!choices.isEmpty() && choices.size() <= MOST_CHOICES && values.size() >= 3 * choices.size()) {
            return FieldDraft.picklist(name, choices.stream().sorted().toArray(String[]::new));
        }
        return FieldDraft.string(name, LONGEST_STRING);
    }

    private static boolean all(List<String> values, Predicate<String> test) {
        return !values.isEmpty() && values.stream().allMatch(test);
    }

    private static @Nullable Instant instant(String value) {
        return Coerce.instant(value);
    }

    private static int scale(List<String> values) {
        return values.stream()
                .mapToInt(value -> value.indexOf('.') < 0 ? 0 : value.length() - value.indexOf('.') - 1)
                .max()
                .orElse(0);
    }
}
