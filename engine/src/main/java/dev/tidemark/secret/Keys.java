package dev.tidemark.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A set of keys, one of which encrypts: AES-256-GCM, each ciphertext beginning with the id of its key. */
final class Keys {

    /** A byte for the version, four for the key's id. */
    private static final int PREFIX_BYTES = 5;

    private final KeysetHandle keyset;
    private final Aead aead;

    private Keys(KeysetHandle keyset) throws GeneralSecurityException {
        this.keyset = keyset;
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    static Keys make() {
        try {
            AeadConfig.register();
            return new Keys(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make an AES key", e);
        }
    }

    static Keys read(String json) throws GeneralSecurityException {
        AeadConfig.register();
        return new Keys(TinkJsonProtoKeysetFormat.parseKeyset(
                json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
    }

    /** The keys as text, in the clear: only for the key file. */
    String write() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keys cannot be written", e);
        }
    }

    /** The same keys and a new one, which encrypts from now on. */
    Keys withNewPrimary() {
        try {
            KeysetHandle.Builder more = KeysetHandle.newBuilder(keyset);
            more.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary());
            return new Keys(more.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make an AES key", e);
        }
    }

    Keys primaryOnly() {
        try {
            return new Keys(KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(keyset.getPrimary().getKey())
                            .withFixedId(keyset.getPrimary().getId())
                            .makePrimary())
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key cannot be kept", e);
        }
    }

    int primary() {
        return keyset.getPrimary().getId();
    }

    int size() {
        return keyset.size();
    }

    boolean has(int id) {
        for (int i = 0; i < keyset.size(); i++) {
            if (keyset.getAt(i).getId() == id) {
                return true;
            }
        }
        return false;
    }

    byte[] encrypt(byte[] text, byte[] associated) {
        try {
            return aead.encrypt(text, associated);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret cannot be encrypted", e);
        }
    }

    /** Empty where it was changed, moved, or encrypted by a key that is not among these. */
    Optional<byte[]> decrypt(byte[] ciphertext, byte[] associated) {
        try {
            return Optional.of(aead.decrypt(ciphertext, associated));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** The id of the key that encrypted this. */
    static int keyOf(byte[] ciphertext) {
        return ciphertext.length < PREFIX_BYTES
                ? 0
                : ByteBuffer.wrap(ciphertext, 1, Integer.BYTES).getInt();
    }

    /** How a key's id is shown. */
    static String show(int id) {
        return Integer.toUnsignedString(id);
    }

    @Override
    public String toString() {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < keyset.size(); i++) {
            ids.add(show(keyset.getAt(i).getId()));
        }
        return "keys " + String.join(", ", ids);
    }
}
