package dev.tidemark.connectors.manifest.ours;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Setting;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.tree.Json;
import dev.tidemark.connectors.rest.Nearest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;

/** How an app's webhooks are understood. */
public final class Webhooks {

    static final Set<String> KEYS = Set.of("secret", "signature", "events");

    private final String secret;
    private final Signing signing;
    private final Told told;

    private Webhooks(String secret, Signing signing, Told told) {
        this.secret = secret;
        this.signing = signing;
        this.told = told;
    }

    /**
     * @param readable the names of the streams that can be read
     * @param settings that the manifest's spec has
     */
    static Optional<Webhooks> of(Node node, Set<String> readable, List<Setting> settings) {
        node.only(KEYS);
        String secret = node.text("secret").orElse(Hooked.SECRET);
        Optional<Setting> setting =
                settings.stream().filter(s -> s.name().equals(secret)).findFirst();
        if (setting.isEmpty() && !secret.equals(Hooked.SECRET)) {
            Set<String> secrets = new TreeSet<>();
            settings.stream().filter(s -> s.kind() == Setting.Kind.SECRET).forEach(s -> secrets.add(s.name()));
            node.at("secret")
                    .problem("the spec has no '" + secret + "'" + Nearest.hint(secret, secrets) + "; '" + Hooked.SECRET
                            + "' is there without being said");
        }
        if (setting.filter(s -> s.kind() != Setting.Kind.SECRET).isPresent()) {
            node.at("secret").problem("'" + secret + "' of the spec is no secret: mark it 'airbyte_secret: true'");
        }
        Optional<Signing> signing = node.needChild("signature").flatMap(Signing::of);
        Optional<Told> told = node.needChild("events").map(events -> Told.of(events, readable));
        return signing.isEmpty() || told.isEmpty()
                ? Optional.empty()
                : Optional.of(new Webhooks(secret, signing.get(), told.get()));
    }

    /** The setting that holds what the app signs with. */
    public String secret() {
        return secret;
    }

    /** How far the time under a signature may be from ours. */
    public Duration window() {
        return signing.timestamp().map(Signing.Timestamp::window).orElse(Duration.ofMinutes(5));
    }

    /** As {@link Hooked#hear}. */
    public Heard hear(Secrets secrets, HookRequest request) throws BadPage {
        Optional<String> known = secrets.find(secret).filter(value -> !value.isEmpty());
        if (known.isEmpty()) {
            return new Heard.Refused("the source has no " + secret);
        }
        if (!signing.isRight(known.get(), request)) {
            return new Heard.Refused("its signature is not that of " + secret);
        }
        Object body = body(request);
        Optional<Instant> at = signing.signedAt(request, body);
        return new Heard.Hints(told.hints(body, at.map(Instant::toString).orElse("")), at);
    }

    private static Object body(HookRequest request) throws BadPage {
        try {
            return Json.read(request.body());
        } catch (JacksonException e) {
            throw new BadPage("not JSON", e);
        }
    }
}
