package dev.tidemark.workspace;

import dev.tidemark.connector.Settings;
import dev.tidemark.secret.SecretRef;
import dev.tidemark.workspace.Account.Side;
import dev.tidemark.workspace.Yaml.Entries;
import dev.tidemark.workspace.Yaml.Items;
import dev.tidemark.workspace.Yaml.Scalar;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a source whose connector is a program: {@code connector: {command: …, protocol: …}}, and {@code config:} with
 * whatever that program takes. The connector is given these as settings; a reference to a secret stays in them, and is a secret
 * of the account under {@code config.} and the way to it.
 */
final class ProgramReader {

    /** The name of the connector that listens to programs. */
    static final String CONNECTOR = "program";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PROTOCOLS = Set.of("singer", "airbyte");
    private static final String CONFIG = "config";

    /** Keys whose values nobody writes into a file. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(.*[_.-])?(password|passwd|secret|token|api_?key|private_?key|client_?secret|access_?key)");

    private final Problems problems;

    ProgramReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Account> read(String name, Side side, Keys keys) {
        Keys connector = Keys.of(
                        keys.keyOf("connector"), keys.value("connector").orElseThrow(), "a program", problems)
                .orElseThrow();
        connector.allow(List.of("command", "protocol", "environment"));
        keys.allow(List.of("connector", CONFIG));
        if (side == Side.DESTINATION) {
            problems.add(keys.keyAt("connector"), "a program cannot be written to", "Move it to 'sources:'");
        }
        Map<String, String> settings = new HashMap<>();
        if (!connector.has("command")) {
            connector.missing("command", "Write the program and its arguments: [tap-shop, --quiet]");
        }
        put(settings, "command", connector);
        put(settings, "environment", connector);
        connector
                .required("protocol", "Write singer or airbyte: what the program speaks")
                .filter(this::isProtocol)
                .ifPresent(protocol -> settings.put("protocol", protocol.text()));
        Map<String, SecretRef> secrets = new HashMap<>();
        Optional<Yaml> config = keys.value(CONFIG);
        if (config.isPresent() && !(config.get() instanceof Entries)) {
            problems.hide(config.get().at());
            problems.add(
                    config.get().at(), "'config' holds the program's settings", "Write 'key: value' lines below it");
        }
        settings.put(
                CONFIG,
                config.filter(Entries.class::isInstance)
                        .map(tree -> json(tree, CONFIG, secrets).toString())
                        .orElse("{}"));
        return Optional.of(
                new Account(name, side, CONNECTOR, new Settings(settings), secrets, Quota.DEFAULT, Optional.empty()));
    }

    private boolean isProtocol(Scalar protocol) {
        if (!PROTOCOLS.contains(protocol.text())) {
            problems.add(
                    protocol.at(),
                    "'" + protocol.text() + "' is no protocol that is understood",
                    Suggestion.instead(
                            protocol.text(), PROTOCOLS.stream().sorted().toList()));
            return false;
        }
        return true;
    }

    /** A list as JSON. */
    private static void put(Map<String, String> settings, String key, Keys from) {
        List<Scalar> words = from.texts(key);
        if (!words.isEmpty()) {
            ArrayNode list = JSON.createArrayNode();
            words.forEach(word -> list.add(word.text()));
            settings.put(key, list.toString());
        }
    }

    private JsonNode json(Yaml value, String path, Map<String, SecretRef> secrets) {
        return switch (value) {
            case Entries entries -> {
                ObjectNode node = JSON.createObjectNode();
                entries.entries()
                        .forEach(e -> node.set(
                                e.key().text(),
                                json(e.value(), path + "." + e.key().text(), secrets)));
                yield node;
            }
            case Items items -> {
                ArrayNode node = JSON.createArrayNode();
                for (int i = 0; i < items.items().size(); i++) {
                    node.add(json(items.items().get(i), path + "." + i, secrets));
                }
                yield node;
            }
            case Scalar scalar -> scalar(scalar, path, secrets);
        };
    }

    private JsonNode scalar(Scalar scalar, String path, Map<String, SecretRef> secrets) {
        Optional<SecretRef> ref = SecretRef.parse(scalar.text());
        if (ref.isPresent()) {
            secrets.put(path, ref.get());
            return JSON.getNodeFactory().stringNode(scalar.text());
        }
        String key = path.substring(path.lastIndexOf('.') + 1);
        if (SECRET.matcher(key).matches()
                && !scalar.isNothing()
                && !scalar.text().isEmpty()) {
            problems.hide(scalar.at());
            problems.add(
                    scalar.at(),
                    "'" + key + "' sounds like a secret, and its value does not belong into this file",
                    "Write ${env:NAME} or ${file:/path}, and change the value if this file was ever shared");
        }
        return scalar.plain() ? plain(scalar) : JSON.getNodeFactory().stringNode(scalar.text());
    }

    /** What stands without quotes is what YAML takes it for; days and times stay texts. */
    private static JsonNode plain(Scalar scalar) {
        var nodes = JSON.getNodeFactory();
        String text = scalar.text();
        if (scalar.isNothing()) {
            return nodes.nullNode();
        }
        if (text.equals("true") || text.equals("false")) {
            return nodes.booleanNode(text.equals("true"));
        }
        if (text.matches("-?(0|[1-9]\\d{0,17})")) {
            return nodes.numberNode(Long.parseLong(text));
        }
        return text.matches("-?(0|[1-9]\\d{0,17})\\.\\d{1,17}")
                ? nodes.numberNode(new BigDecimal(text))
                : nodes.stringNode(text);
    }
}
