package dev.tidemark.cli;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Http;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Settings;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An account whose API is a recording. What it was ever told as a secret is known. */
final class ReplayAccess implements Access, Secrets {

    private final Settings settings;
    private final Map<String, String> secrets;
    private final Map<String, String> kept = new HashMap<>();
    private final Set<String> ever = new HashSet<>();
    private final InstantSource clock;
    private final Http http;

    ReplayAccess(List<Setting> described, Map<Object, Object> config, InstantSource clock, Http http) {
        Map<String, String> plain = new HashMap<>();
        Map<String, String> hidden = new HashMap<>();
        for (Setting setting : described) {
            find(config, setting.name()).ifPresent(value -> {
                if (setting.kind() == Setting.Kind.SECRET) {
                    hidden.put(setting.name(), value);
                    ever.add(value);
                } else {
                    plain.put(setting.name(), value);
                }
            });
        }
        this.settings = new Settings(plain);
        this.secrets = hidden;
        this.clock = clock;
        this.http = http;
    }

    /** A setting is flat, with dots between its names; a config is nested. */
    private static Optional<String> find(Map<?, ?> config, String name) {
        Object value = config.get(name);
        if (value != null && value != None.NONE) {
            return Optional.of(value instanceof String text ? text : Json.write(value));
        }
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            if (config.get(name.substring(0, dot)) instanceof Map<?, ?> inner) {
                Optional<String> found = find(inner, name.substring(dot + 1));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Every value that was ever secret here and is long enough to be one. */
    List<String> everySecret() {
        return ever.stream()
                .filter(value -> value.length() >= 4 && !value.equals(Discretion.MASK))
                .toList();
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Secrets secrets() {
        return this;
    }

    @Override
    public Http http() {
        return http;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Optional<String> find(String name) {
        return Optional.ofNullable(kept.getOrDefault(name, secrets.get(name)));
    }

    @Override
    public void put(String name, String value) {
        kept.put(name, value);
        ever.add(value);
    }

    @Override
    public void forget(String name) {
        kept.remove(name);
    }
}
