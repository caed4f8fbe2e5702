package dev.tidemark.workspace;

import dev.tidemark.workspace.Yaml.Entries;
import dev.tidemark.workspace.Yaml.Entry;
import dev.tidemark.workspace.Yaml.Items;
import dev.tidemark.workspace.Yaml.Place;
import dev.tidemark.workspace.Yaml.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of one part of a file. Each way to read a value reports what is wrong with it and then answers empty. */
final class Keys {

    private final Scalar owner;
    private final String what;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Problems problems;

    private Keys(Scalar owner, String what, Entries found, Problems problems) {
        this.owner = owner;
        this.what = what;
        this.problems = problems;
        found.entries().forEach(entry -> entries.put(entry.key().text(), entry));
    }

    /**
     * @param owner the key under which they stand, where what is missing is reported
     * @param what what they describe, such as {@code a sync}
     */
    static Optional<Keys> of(Scalar owner, Yaml value, String what, Problems problems) {
        if (value instanceof Entries entries) {
            return Optional.of(new Keys(owner, what, entries, problems));
        }
        problems.hide(value.at());
        String found = value instanceof Scalar scalar && scalar.isNothing() ? "nothing" : "something else";
        problems.add(
                owner.at(),
                "'" + owner.text() + "' holds the keys of " + what + ", here is " + found,
                "Write 'key: value' lines below it, indented");
        return Optional.empty();
    }

    Collection<Entry> all() {
        return entries.values();
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The key as it is written; of a missing one, the owner. */
    Scalar keyOf(String key) {
        Entry entry = entries.get(key);
        return entry == null ? owner : entry.key();
    }

    /** Where a key's value stands; of a missing key, the owner. */
    Place at(String key) {
        Entry entry = entries.get(key);
        return entry == null ? owner.at() : entry.value().at();
    }

    Place keyAt(String key) {
        return keyOf(key).at();
    }

    /** Reports every other key. What stands behind one is hidden: it could be a secret under a misspelt name. */
    void allow(Collection<String> allowed) {
        for (Entry entry : entries.values()) {
            String key = entry.key().text();
            if (!allowed.contains(key)) {
                problems.hide(entry.value().at());
                problems.add(
                        entry.key().at(), "'" + key + "' is not a key of " + what, Suggestion.instead(key, allowed));
            }
        }
    }

    void missing(String key, String hint) {
        problems.add(owner.at(), "'" + owner.text() + "' has no '" + key + "'", hint);
    }

    Optional<Yaml> value(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** One value that is not nothing. */
    Optional<Scalar> text(String key) {
        return value(key).flatMap(value -> scalar(key, value));
    }

    Optional<Scalar> required(String key, String hint) {
        if (!has(key)) {
            missing(key, hint);
        }
        return text(key);
    }

    /** One value, or several as a list. */
    List<Scalar> texts(String key) {
        List<Scalar> texts = new ArrayList<>();
        Optional<Yaml> value = value(key);
        if (value.isPresent() && value.get() instanceof Items items) {
            if (items.items().isEmpty()) {
                problems.add(items.at(), "'" + key + "' is an empty list", "Name something, or leave the key out");
            }
            items.items().forEach(item -> scalar(key, item).ifPresent(texts::add));
        } else {
            text(key).ifPresent(texts::add);
        }
        return texts;
    }

    /** Names and their values. */
    Map<Scalar, Scalar> pairs(String key, String what) {
        Map<Scalar, Scalar> pairs = new LinkedHashMap<>();
        Entry entry = entries.get(key);
        if (entry != null) {
            of(entry.key(), entry.value(), what, problems)
                    .ifPresent(keys -> keys.all().forEach(pair -> {
                        scalar(pair.key().text(), pair.value()).ifPresent(value -> pairs.put(pair.key(), value));
                    }));
        }
        return pairs;
    }

    private Optional<Scalar> scalar(String key, Yaml value) {
        if (!(value instanceof Scalar scalar)) {
            problems.hide(value.at());
            problems.add(value.at(), "'" + key + "' takes one value", "Write '" + key + ": value' on one line");
            return Optional.empty();
        }
        if (scalar.isNothing() || scalar.text().isBlank()) {
            problems.add(scalar.at(), "'" + key + "' has no value", "Write one behind it, or leave the key out");
            return Optional.empty();
        }
        return Optional.of(scalar);
    }
}
