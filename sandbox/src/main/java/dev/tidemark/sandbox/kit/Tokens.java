package dev.tidemark.sandbox.kit;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.seed.Dice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens are alive: ones that never end (API keys, a private app's), and OAuth 2 access tokens with the refresh
 * tokens behind them. Tokens follow from the seed and the order of requests.
 */
public final class Tokens {
    /**
     * What a token request got.
     *
     * @param refresh the refresh token from now on: the same one, or its successor where each works once
     */
    public record Granted(String access, String refresh, Duration life) {}

    private record Code(String clientId, String redirect) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final Dice dice;
    private final Set<String> lasting = new HashSet<>();
    private final Map<String, String> clients = new HashMap<>();
    private final Map<String, String> refreshTokens = new HashMap<>();
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Instant> access = new HashMap<>();
    private Duration life;
    private boolean refreshOnce;

    /** @param life of new access tokens */
    public Tokens(long seed, InstantSource clock, Duration life) {
        this.dice = new Dice(seed);
        this.clock = clock;
        this.life = life;
    }

    /** A token that never ends. */
    public void allow(String token) {
        locked(() -> lasting.add(token));
    }

    /** An app that may ask for tokens. */
    public void allow(String clientId, String secret) {
        locked(() -> Optional.ofNullable(clients.put(clientId, secret)));
    }

    /** How long new access tokens live. */
    public void life(Duration duration) {
        locked(() -> life = duration);
    }

    /** Whether a refresh token works once only, and comes with its successor. */
    public void refreshOnce(boolean once) {
        locked(() -> refreshOnce = once);
    }

    /** Whether this app has this secret. */
    public boolean knows(@Nullable String clientId, @Nullable String secret) {
        return locked(() -> clientId != null && secret != null && secret.equals(clients.get(clientId)));
    }

    /** A code as a browser brings it back from the consent of a person, good for one exchange. */
    public String consent(String clientId, String redirect) {
        return locked(() -> {
            String code = dice.letters(32);
            codes.put(code, new Code(clientId, redirect));
            return code;
        });
    }

    /** Changes a code into tokens; empty when it is none, was used, or belongs to another app or address. */
    public Optional<Granted> redeem(String clientId, @Nullable String redirect, @Nullable String code) {
        return locked(() -> {
            Code consent = code == null ? null : codes.remove(code);
            if (consent == null
                    || !consent.clientId().equals(clientId)
                    || !consent.redirect().equals(redirect)) {
                return Optional.empty();
            }
            return Optional.of(grant(grantRefresh(clientId)));
        });
    }

    /** A refresh token, as a person gets one by consenting in the browser. */
    public String grantRefresh(String clientId) {
        return locked(() -> {
            String token = dice.uuid();
            refreshTokens.put(token, clientId);
            return token;
        });
    }

    /** A refresh token of the caller's choice, so that an example can name it. */
    public void allowRefresh(String clientId, String token) {
        locked(() -> Optional.ofNullable(refreshTokens.put(token, clientId)));
    }

    /** A new access token for a refresh token; empty when that one is none of this app's. */
    public Optional<Granted> refresh(String clientId, @Nullable String token) {
        return locked(() -> {
            if (token == null || !clientId.equals(refreshTokens.get(token))) {
                return Optional.empty();
            }
            if (!refreshOnce) {
                return Optional.of(grant(token));
            }
            refreshTokens.remove(token);
            return Optional.of(grant(grantRefresh(clientId)));
        });
    }

    private Granted grant(String refresh) {
        Instant now = clock.instant();
        access.values().removeIf(end -> !end.isAfter(now));
        String token = dice.letters(64);
        access.put(token, now.plus(life));
        return new Granted(token, refresh, life);
    }

    /** Whether a token may be used now. */
    public boolean alive(String token) {
        return locked(() -> {
            Instant end = access.get(token);
            return lasting.contains(token) || (end != null && end.isAfter(clock.instant()));
        });
    }

    /** The token of {@code Authorization: Bearer …}; empty when there is none. */
    public static Optional<String> bearer(Request request) {
        String header = request.header("authorization");
        return header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.empty()
                : Optional.of(header.substring(7).strip());
    }

    /** User and password of {@code Authorization: Basic …}, with the colon between; empty when there is none. */
    public static Optional<String> basic(Request request) {
        String header = request.header("authorization");
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
            return Optional.of(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Every access token dies at once; refresh tokens and lasting ones live on. */
    public void expireAll() {
        locked(() -> {
            access.clear();
            return true;
        });
    }

    /** Ends a refresh token, an access token or a lasting one. */
    public boolean revoke(String token) {
        return locked(
                () -> lasting.remove(token) || refreshTokens.remove(token) != null || access.remove(token) != null);
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
