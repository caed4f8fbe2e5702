package dev.tidemark.workspace;

import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.secret.SecretRef;
import dev.tidemark.workspace.Account.Side;
import dev.tidemark.workspace.Catalog.Offer;
import dev.tidemark.workspace.Catalog.Power;
import dev.tidemark.workspace.Yaml.Entry;
import dev.tidemark.workspace.Yaml.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads one source or destination. */
final class AccountReader {

    /** Where a database's tables are kept: a key of the file's own, and handed to a connector that has such a setting. */
    private static final String SCHEMA = "schema";

    private static final String LAYOUT = "layout";
    private static final String LAYOUT_SCHEMA = "layout_schema";

    private final Catalog catalog;
    private final String defaultSchema;
    private final Problems problems;

    AccountReader(Catalog catalog, String defaultSchema, Problems problems) {
        this.catalog = catalog;
        this.defaultSchema = defaultSchema;
        this.problems = problems;
    }

    /** What could be read, even where problems were found, so that syncs that name the account can be checked. */
    Optional<Account> read(Entry entry, Side side) {
        String what = side == Side.SOURCE ? "a source" : "a destination";
        Optional<Keys> found = Keys.of(entry.key(), entry.value(), what, problems);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Keys keys = found.get();
        if (keys.value("connector").orElse(null) instanceof Yaml.Entries
                && catalog.find(ProgramReader.CONNECTOR).isPresent()) {
            return new ProgramReader(problems).read(entry.key().text(), side, keys);
        }
        Optional<Scalar> connector = keys.required("connector", "Name one: " + String.join(", ", connectors(side)));
        String name = entry.key().text();
        if (connector.isEmpty()) {
            hideAll(keys);
            return Optional.empty();
        }
        if (connector.get().text().equals(Account.EMBEDDED) && side == Side.DESTINATION) {
            keys.allow(List.of("connector", SCHEMA));
            return Optional.of(Account.embedded(name, schema(keys)));
        }
        Optional<Offer> offer = offer(connector.get(), side);
        if (offer.isEmpty()) {
            hideAll(keys);
        }
        return offer.map(offered -> read(name, side, keys, offered));
    }

    private Optional<Offer> offer(Scalar connector, Side side) {
        String word = connector.text();
        boolean isFile = Catalog.isFile(word);
        try {
            if (isFile) {
                return Optional.of(catalog.open(word));
            }
            Optional<Offer> known = catalog.find(word);
            if (known.isPresent() && catalog.isBeside(word)) {
                problems.add(
                        connector.at(),
                        "'" + word
                                + "' is built in, and another connector of this name lies in the folder 'connectors'",
                        "Take that one away, or give it another name; 'tidemark connector list' shows both");
            }
            Optional<Offer> found = known.isPresent() ? known : catalog.beside(word);
            if (found.isEmpty()) {
                problems.add(
                        connector.at(),
                        "there is no connector '" + word + "'",
                        Suggestion.instead(word, connectors(side)));
            }
            return found;
        } catch (ConnectorFiles.Unusable e) {
            for (String reason : e.reasons()) {
                problems.add(
                        connector.at(),
                        "'" + word + "' is no connector that runs: " + reason,
                        isFile
                                ? "'tidemark connector validate' tells all of what is wrong with it"
                                : "'tidemark connector list' tells all that is wrong with it");
            }
            return Optional.empty();
        }
    }

    private Account read(String name, Side side, Keys keys, Offer offer) {
        checkSide(keys, side, offer);
        keys.allow(allowed(offer, side));
        Map<String, String> settings = new HashMap<>();
        Map<String, SecretRef> secrets = new HashMap<>();
        for (Setting setting : offer.spec().settings()) {
            if (side == Side.DESTINATION && offer.isDatabase() && setting.name().equals(SCHEMA)) {
                continue;
            }
            Optional<Scalar> value = keys.text(setting.name());
            if (!keys.has(setting.name()) && setting.required()) {
                keys.missing(setting.name(), setting.help());
            }
            if (value.isPresent() && isSecret(setting, value.get(), offer)) {
                secret(setting, value.get()).ifPresent(ref -> secrets.put(setting.name(), ref));
            } else {
                value.filter(text -> isSound(setting, text))
                        .map(Scalar::text)
                        .or(setting::fallback)
                        .ifPresent(text -> settings.put(setting.name(), text));
            }
        }
        Optional<String> schema =
                side == Side.DESTINATION && offer.isDatabase() ? Optional.of(schema(keys)) : Optional.empty();
        schema.filter(s -> offer.setting(SCHEMA).isPresent()).ifPresent(s -> settings.put(SCHEMA, s));
        return new Account(
                name,
                side,
                offer.spec().name(),
                new Settings(settings),
                secrets,
                quota(keys),
                schema,
                layout(keys, side, offer));
    }

    private void checkSide(Keys keys, Side side, Offer offer) {
        if (side == Side.SOURCE && !offer.can(Power.READ_STREAMS)) {
            problems.add(
                    keys.at("connector"),
                    "'" + offer.spec().name() + "' cannot be read as a source",
                    offer.isDatabase()
                            ? "Move it to 'destinations:'"
                            : "It can be written to: move it to 'destinations:'");
        }
        if (side == Side.DESTINATION && !offer.isDatabase() && !offer.can(Power.WRITE_RECORDS)) {
            problems.add(
                    keys.at("connector"),
                    "'" + offer.spec().name() + "' cannot be written to",
                    "Move it to 'sources:'");
        }
    }

    private Set<String> connectors(Side side) {
        Set<String> names = new TreeSet<>(catalog.names());
        names.remove(ProgramReader.CONNECTOR); // written as what it runs
        if (side == Side.DESTINATION) {
            names.add(Account.EMBEDDED);
        }
        return names;
    }

    private static List<String> allowed(Offer offer, Side side) {
        List<String> allowed = new ArrayList<>();
        allowed.add("connector");
        offer.spec().settings().forEach(setting -> allowed.add(setting.name()));
        String own = offer.isDatabase() ? SCHEMA : "quota";
        if (!allowed.contains(own)) {
            allowed.add(own);
        }
        if (side == Side.SOURCE && !offer.layouts().isEmpty()) {
            allowed.addAll(List.of(LAYOUT, LAYOUT_SCHEMA));
        }
        return allowed;
    }

    /** The address of a database may be one whole, with user and password in it. */
    private static boolean isSecret(Setting setting, Scalar value, Offer offer) {
        return setting.kind() == Setting.Kind.SECRET
                || (setting.kind() == Setting.Kind.URL
                        && offer.isDatabase()
                        && SecretRef.parse(value.text()).isPresent());
    }

    private Optional<SecretRef> secret(Setting setting, Scalar value) {
        Optional<SecretRef> ref = SecretRef.parse(value.text());
        if (ref.isEmpty()) {
            problems.hide(value.at());
            problems.add(
                    value.at(),
                    "'" + setting.name() + "' is a secret, and its value does not belong into this file",
                    "Write ${env:NAME} or ${file:/path}, and change the value if this file was ever shared");
        }
        return ref;
    }

    private boolean isSound(Setting setting, Scalar value) {
        Optional<SettingRule.Fault> fault = SettingRule.check(setting, value.text());
        fault.ifPresent(wrong -> {
            if (wrong.hide()) {
                problems.hide(value.at());
            }
            problems.add(value.at(), "'" + setting.name() + "' " + wrong.message(), wrong.hint());
        });
        return fault.isEmpty();
    }

    private Optional<LayoutChoice> layout(Keys keys, Side side, Offer offer) {
        if (side != Side.SOURCE || offer.layouts().isEmpty()) {
            return Optional.empty();
        }
        if (!keys.has(LAYOUT)) {
            if (keys.has(LAYOUT_SCHEMA)) {
                problems.add(
                        keys.keyAt(LAYOUT_SCHEMA),
                        "'layout_schema' is the schema of a layout, and none is named",
                        "Write 'layout: " + offer.layouts().iterator().next() + "' beside it, or take it out");
            }
            return Optional.empty();
        }
        Map<String, String> words = new HashMap<>();
        offer.layouts().forEach(name -> words.put(name, name));
        String name = Choice.of(keys, LAYOUT, words, "", problems);
        Optional<String> schema = keys.has(LAYOUT_SCHEMA) ? Optional.of(schema(keys, LAYOUT_SCHEMA)) : Optional.empty();
        return name.isEmpty() ? Optional.empty() : Optional.of(new LayoutChoice(name, schema));
    }

    private String schema(Keys keys) {
        return schema(keys, SCHEMA);
    }

    private String schema(Keys keys, String key) {
        Optional<Scalar> schema = keys.text(key);
        if (schema.isEmpty()) {
            return defaultSchema;
        }
        String name = schema.get().text();
        if (!Names.IDENTIFIER.matcher(name).matches() || name.startsWith("pg_") || name.equals("information_schema")) {
            problems.add(
                    schema.get().at(),
                    "'" + name + "' cannot be a schema",
                    "Lower case letters, digits and '_', at most 63, not beginning with a digit or 'pg_'");
            return defaultSchema;
        }
        return name;
    }

    private Quota quota(Keys keys) {
        List<Scalar> parts = keys.texts("quota");
        if (parts.isEmpty()) {
            return Quota.DEFAULT;
        }
        try {
            return Quota.parse(parts.stream().map(Scalar::text).toList());
        } catch (IllegalArgumentException e) {
            problems.add(
                    keys.at("quota"),
                    String.valueOf(e.getMessage()),
                    "Write a share such as 25%, a rate such as '1 per 3s', or a list of both");
            return Quota.DEFAULT;
        }
    }

    private void hideAll(Keys keys) {
        keys.all().stream()
                .filter(entry -> !entry.key().text().equals("connector"))
                .forEach(entry -> problems.hide(entry.value().at()));
    }
}
