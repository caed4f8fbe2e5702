package dev.tidemark.secret;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where ciphertexts are kept. Each call is durable when it returns. */
public interface SecretTable {

    /** One row. */
    @SuppressWarnings("ArrayRecordComponent") // a ciphertext is bytes, handed on and compared by the database
    record Row(SecretName name, byte[] ciphertext) {}

    Optional<byte[]> find(SecretName name);

    void put(SecretName name, byte[] ciphertext, Instant now);

    /** Puts a row where there is none of this name, and answers whether it did. */
    boolean putIfAbsent(SecretName name, byte[] ciphertext, Instant now);

    /** Puts a row in the place of exactly this one, and answers whether that was still there. */
    boolean replace(Row old, byte[] ciphertext, Instant now);

    void delete(SecretName name);

    List<Row> all();
}
