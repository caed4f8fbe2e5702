package dev.tidemark.sandbox.salesforce.auth;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.seed.Dice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who may log in, which connected apps there are, and which tokens are alive. Tokens follow from the seed. */
public final class Sessions {
    /** A consent given in the browser, to be changed into tokens once. */
    record Consent(
            String clientId,
            String userId,
            String redirect,
            @Nullable String challenge) {}

    private record Refresh(String clientId, String userId) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private final Dice dice;
    private final String orgId;
    private final List<Login> logins = new ArrayList<>();
    private final Map<String, Client> clients = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Refresh> refreshTokens = new HashMap<>();
    private final Map<String, Consent> consents = new HashMap<>();
    private Duration life = Duration.ofHours(2);
    private boolean refreshOnce;

    public Sessions(long seed, String orgId, InstantSource clock) {
        this.clock = clock;
        this.orgId = orgId;
        this.dice = new Dice(seed);
    }

    public String orgId() {
        return orgId;
    }

    public void allow(Login login) {
        locked(() -> {
            logins.removeIf(other -> other.username().equalsIgnoreCase(login.username()));
            return logins.add(login);
        });
    }

    /** Adds a connected app, or replaces the one of its id. */
    public void allow(Client client) {
        locked(() -> Optional.ofNullable(clients.put(client.id(), client)));
    }

    /** How long new access tokens live. */
    public void life(Duration duration) {
        locked(() -> life = duration);
    }

    /** Whether a refresh token works once only, and comes with its successor. */
    public void refreshOnce(boolean once) {
        locked(() -> refreshOnce = once);
    }

    public Session open(String userId, String clientId) {
        return locked(() -> {
            Instant now = clock.instant();
            sessions.values().removeIf(session -> session.expires().isBefore(now));
            var session =
                    new Session(orgId.substring(0, 15) + "!" + dice.letters(90), userId, clientId, now.plus(life));
            sessions.put(session.token(), session);
            return session;
        });
    }

    /** The living session of a token. */
    public Optional<Session> of(String token) {
        return locked(() -> Optional.ofNullable(sessions.get(token))
                .filter(session -> session.expires().isAfter(clock.instant())));
    }

    /** The living session that a request's Authorization header names. */
    public Optional<Session> bearer(Request request) {
        String header = request.header("authorization");
        return header == null
                ? Optional.empty()
                : of(header.replaceFirst("^(?i:Bearer|OAuth) +", "").strip());
    }

    /** Every access token dies at once; refresh tokens live on. */
    public void expireAll() {
        locked(() -> {
            sessions.clear();
            return true;
        });
    }

    /** Ends an access token, or a refresh token with every session of its app and user. */
    public boolean revoke(String token) {
        return locked(() -> {
            Refresh refresh = refreshTokens.remove(token);
            if (refresh != null) {
                sessions.values()
                        .removeIf(session -> session.clientId().equals(refresh.clientId())
                                && session.userId().equals(refresh.userId()));
            }
            return sessions.remove(token) != null || refresh != null;
        });
    }

    /** A refresh token, as a person gets one by consenting in the browser. */
    public String grantRefresh(String clientId, String userId) {
        return locked(() -> {
            String token = "5Aep861" + dice.letters(80);
            refreshTokens.put(token, new Refresh(clientId, userId));
            return token;
        });
    }

    Optional<Client> client(@Nullable String id) {
        return locked(() -> Optional.ofNullable(id == null ? null : clients.get(id)));
    }

    Optional<Login> login(@Nullable String username) {
        return locked(() -> logins.stream()
                .filter(login -> login.username().equalsIgnoreCase(username))
                .findFirst());
    }

    /** The user who knows this password; behind it the security token, if the user has one. */
    public Optional<String> passwordLogin(String username, String password) {
        return login(username)
                .filter(login -> password.equals(login.password() + login.securityToken()))
                .map(Login::userId);
    }

    /** The user and, where tokens work once, the next token. */
    Optional<Renewed> renew(String clientId, @Nullable String token) {
        return locked(() -> {
            Refresh refresh = token == null ? null : refreshTokens.get(token);
            if (refresh == null || !refresh.clientId().equals(clientId)) {
                return Optional.empty();
            }
            if (!refreshOnce) {
                return Optional.of(new Renewed(refresh.userId(), Optional.empty()));
            }
            refreshTokens.remove(token);
            return Optional.of(new Renewed(refresh.userId(), Optional.of(grantRefresh(clientId, refresh.userId()))));
        });
    }

    record Renewed(String userId, Optional<String> nextToken) {}

    String consent(Consent consent) {
        return locked(() -> {
            String code = "aPrx" + dice.letters(40);
            consents.put(code, consent);
            return code;
        });
    }

    Optional<Consent> redeem(@Nullable String code) {
        return locked(() -> Optional.ofNullable(code == null ? null : consents.remove(code)));
    }

    /** Some user who consents when a browser asks: the first that may log in. */
    Optional<String> consenting() {
        return locked(() -> logins.stream().findFirst().map(Login::userId));
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
