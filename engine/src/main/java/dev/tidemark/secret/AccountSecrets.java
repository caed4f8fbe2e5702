package dev.tidemark.secret;

import dev.tidemark.access.Redaction;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Secrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secrets of one account: those of the workspace file, and those kept for it. Every value that was handed out is known
 * from then on and cut out of whatever is kept or shown. Safe for use by many threads.
 */
public final class AccountSecrets implements Secrets, Redaction {

    /** An access token that was replaced long ago opens nothing any more, and need not be looked for. */
    private static final int MOST_HANDED_OUT = 32;

    /** {@code //user:password@host} and {@code ?password=…}. */
    private static final Pattern PASSWORD = Pattern.compile("//[^/:@?]*:([^/?]+)@|[?&]password=([^&]+)");

    private final Vault vault;
    private final SecretReader reader;
    private final String workspace;
    private final String account;
    private final Map<String, SecretRef> refs;
    private final Set<String> ofFile = new LinkedHashSet<>();
    private final Set<String> handedOut = new LinkedHashSet<>();
    private volatile boolean knowsAll;
    private volatile Redactor redactor = Redactor.NONE;

    public AccountSecrets(
            Vault vault, SecretReader reader, String workspace, String account, Map<String, SecretRef> refs) {
        this.vault = vault;
        this.reader = reader;
        this.workspace = workspace;
        this.account = account;
        this.refs = Map.copyOf(refs);
    }

    @Override
    public Optional<String> find(String name) {
        knowAll();
        Optional<String> value = vault.find(named(name), fileValue(name));
        value.ifPresent(found -> know(found, handedOut));
        return value;
    }

    @Override
    public void put(String name, String value) {
        know(value, handedOut);
        vault.put(named(name), value, fileValue(name));
    }

    @Override
    public void forget(String name) {
        vault.forget(named(name));
    }

    @Override
    public byte[] page(byte[] body) {
        return redactor.redact(body);
    }

    @Override
    public String text(String text) {
        return redactor.redact(text);
    }

    /** An app may repeat a secret that this process was never asked for, such as one that an earlier process signed in with. */
    private void knowAll() {
        if (!knowsAll) {
            knowsAll = true;
            for (String name : refs.keySet()) {
                try {
                    vault.find(named(name), fileValue(name)).ifPresent(value -> know(value, handedOut));
                } catch (ConnectorException e) {
                    // It has no value now; who asks for it is told.
                }
            }
        }
    }

    private Optional<String> fileValue(String name) {
        Optional<String> value = Optional.ofNullable(refs.get(name)).map(reader::read);
        value.ifPresent(found -> know(found, ofFile));
        return value;
    }

    private SecretName named(String name) {
        return new SecretName(workspace, account, name);
    }

    private void know(String value, Set<String> kind) {
        if (redactor.knows(value)) {
            return;
        }
        synchronized (handedOut) {
            kind.add(value);
            kind.addAll(passwords(value));
            while (handedOut.size() > MOST_HANDED_OUT) {
                handedOut.remove(handedOut.iterator().next());
            }
            Set<String> all = new LinkedHashSet<>(ofFile);
            all.addAll(handedOut);
            redactor = Redactor.of(all);
        }
    }

    /** The passwords in an address that is a secret as a whole, as they are and as they stand there. */
    private static Set<String> passwords(String address) {
        Set<String> found = new LinkedHashSet<>();
        Matcher password = PASSWORD.matcher(address);
        while (password.find()) {
            String written = password.group(1) == null ? password.group(2) : password.group(1);
            found.add(written);
            try {
                found.add(URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException notEscaped) {
                // A percent sign that is no escape: then the password is what is written.
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return "secrets of " + workspace + "/" + account;
    }
}
