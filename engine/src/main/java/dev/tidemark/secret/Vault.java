package dev.tidemark.secret;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.secret.SecretTable.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets that an API handed out, encrypted (invariant 9). Safe for use by many threads, and by many processes that
 * share a key file.
 */
public final class Vault {

    /** A row that any key file of this store must be able to read, so that a wrong one is found at once. */
    private static final SecretName PROOF = new SecretName("", "", "key");

    /** A plaintext is this many bytes of the file's value's hash, then the secret. */
    private static final int HASH_BYTES = 32;

    private final SecretTable table;
    private final KeyFile file;
    private final InstantSource clock;
    private volatile Held held;

    /** Keys, and the state of the file in which they were found. */
    private record Held(Keys keys, @Nullable String stamp) {}

    private Vault(SecretTable table, KeyFile file, InstantSource clock, Keys keys, @Nullable String stamp) {
        this.table = table;
        this.file = file;
        this.clock = clock;
        this.held = new Held(keys, stamp);
    }

    /**
     * Opens the vault. The first time, with an empty table, the key file is made. Where the table has secrets and the file is
     * missing or another one, nothing is made and nothing is changed.
     *
     * @throws ConnectorException with code {@code secret.key_missing}, {@code secret.key_wrong} or one of a key file that
     *     cannot be used
     */
    public static Vault open(SecretTable table, KeyFile file, InstantSource clock) {
        Optional<String> stamp = file.stamp();
        Optional<Keys> keys = file.read();
        if (keys.isEmpty()) {
            List<Row> rows = table.all();
            if (!rows.isEmpty()) {
                throw new ConnectorException(
                        "secret.key_missing",
                        "the secrets kept in the store are encrypted by key " + ids(rows) + ", and the key file "
                                + file.path() + " is missing",
                        "Put your copy of the key file there, or name its place in " + KeyFile.VARIABLE
                                + ". If there is no copy, 'tidemark secrets forget' gives these secrets up, and each"
                                + " account signs in anew. Nothing has been changed");
            }
            stamp = Optional.empty(); // made just now: looked at again before the first use
            keys = Optional.of(file.create());
        }
        Vault vault = new Vault(table, file, clock, keys.get(), stamp.orElse(null));
        vault.prove();
        return vault;
    }

    /**
     * A secret stored by {@link #put}, which beats the file's value until that changes.
     *
     * @param fileValue the value in the workspace file, which the stored one was derived from; empty where it has none
     */
    public Optional<String> find(SecretName name, Optional<String> fileValue) {
        Optional<byte[]> ciphertext = table.find(name);
        if (ciphertext.isEmpty()) {
            return fileValue;
        }
        if (!held.keys.has(Keys.keyOf(ciphertext.get())) && !current().has(Keys.keyOf(ciphertext.get()))) {
            // Read just before a rotation encrypted it anew and dropped the key.
            ciphertext = table.find(name);
            if (ciphertext.isEmpty()) {
                return fileValue;
            }
        }
        byte[] plain = decrypt(new Row(name, ciphertext.get()));
        boolean stems = MessageDigest.isEqual(hash(fileValue), Arrays.copyOf(plain, HASH_BYTES));
        return stems
                ? Optional.of(new String(plain, HASH_BYTES, plain.length - HASH_BYTES, StandardCharsets.UTF_8))
                : fileValue;
    }

    /** Encrypts and commits a secret. The file's value is remembered as a hash, inside the ciphertext. */
    public void put(SecretName name, String value, Optional<String> fileValue) {
        byte[] secret = value.getBytes(StandardCharsets.UTF_8);
        byte[] plain = Arrays.copyOf(hash(fileValue), HASH_BYTES + secret.length);
        System.arraycopy(secret, 0, plain, HASH_BYTES, secret.length);
        Keys used;
        do {
            used = current();
            table.put(name, used.encrypt(plain, name.associatedData()), clock.instant());
            // A rotation that ended meanwhile may have dropped the key just used: then once more, with the new one.
        } while (!current().has(used.primary()));
    }

    /** Forgets a stored secret; the file's value, if any, counts again. */
    public void forget(SecretName name) {
        table.delete(name);
    }

    /** Forgets every stored secret of every workspace, also those that cannot be decrypted. */
    public static void forgetAll(SecretTable table) {
        table.all().forEach(row -> table.delete(row.name()));
    }

    /**
     * Makes a new key, encrypts everything anew and drops the older keys. After a crash at any point every secret can still
     * be read, and another call finishes the work: the new key is in the file before anything is encrypted by it, and the
     * old ones stay until nothing is. Machines that have copies of the key file need the new one before they work on.
     * Refused while another rotation is in progress, whose new key would be lost.
     *
     * @return how many secrets were encrypted anew
     */
    public int rotate() {
        return file.alone(this::rotateAlone);
    }

    private synchronized int rotateAlone() {
        Keys more = current().withNewPrimary();
        file.replace(more);
        int count = 0;
        for (List<Row> old = under(more); !old.isEmpty(); old = under(more)) {
            for (Row row : old) {
                byte[] fresh = more.encrypt(decrypt(row), row.name().associatedData());
                count += table.replace(row, fresh, clock.instant()) ? 1 : 0;
            }
        }
        file.replace(more.primaryOnly());
        return count;
    }

    private List<Row> under(Keys keys) {
        return table.all().stream()
                .filter(row -> Keys.keyOf(row.ciphertext()) != keys.primary())
                .toList();
    }

    private void prove() {
        List<Row> rows = table.all();
        boolean fresh = rows.isEmpty()
                && table.putIfAbsent(
                        PROOF, current().encrypt(new byte[HASH_BYTES], PROOF.associatedData()), clock.instant());
        if (!fresh) {
            table.all().stream()
                    .filter(row -> row.name().equals(PROOF) || !held.keys.has(Keys.keyOf(row.ciphertext())))
                    .forEach(this::decrypt);
        }
    }

    private byte[] decrypt(Row row) {
        Keys keys = held.keys;
        if (!keys.has(Keys.keyOf(row.ciphertext()))) {
            keys = current();
        }
        Optional<byte[]> plain = keys.decrypt(row.ciphertext(), row.name().associatedData());
        if (plain.isPresent() && plain.get().length >= HASH_BYTES) {
            return plain.get();
        }
        int needed = Keys.keyOf(row.ciphertext());
        if (keys.has(needed)) {
            throw new ConnectorException(
                    "secret.damaged",
                    "the stored secret " + row.name() + " was changed or moved from another row",
                    "Restore the store from a backup, or give up all stored secrets with 'tidemark secrets forget'");
        }
        throw new ConnectorException(
                "secret.key_wrong",
                "the stored secret " + row.name() + " is encrypted by key " + Keys.show(needed) + ", and the key file "
                        + file.path() + " has " + keys,
                "Put the key file that belongs to this store there, or name its place in " + KeyFile.VARIABLE
                        + ". Nothing has been changed");
    }

    /** The keys of the file as it is now. */
    private Keys current() {
        Optional<String> stamp = file.stamp();
        Held now = held;
        if (stamp.isPresent() && !stamp.get().equals(now.stamp)) {
            now = new Held(file.read().orElse(now.keys), stamp.get());
            held = now;
        }
        return now.keys;
    }

    private static String ids(List<Row> rows) {
        return String.join(
                ", ",
                rows.stream()
                        .map(row -> Keys.show(Keys.keyOf(row.ciphertext())))
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static byte[] hash(Optional<String> fileValue) {
        if (fileValue.isEmpty()) {
            return new byte[HASH_BYTES];
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(fileValue.get().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
