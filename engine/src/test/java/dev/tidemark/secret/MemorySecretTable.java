package dev.tidemark.secret;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows in memory, and something that happens before each change of them. */
final class MemorySecretTable implements SecretTable {

    private final Map<SecretName, byte[]> rows = new LinkedHashMap<>();
    Runnable beforeChange = () -> {};
    Runnable afterFind = () -> {};

    @Override
    public Optional<byte[]> find(SecretName name) {
        Optional<byte[]> found = Optional.ofNullable(rows.get(name)).map(byte[]::clone);
        afterFind.run();
        return found;
    }

    @Override
    public void put(SecretName name, byte[] ciphertext, Instant now) {
        beforeChange.run();
        rows.put(name, ciphertext.clone());
    }

    @Override
    public boolean putIfAbsent(SecretName name, byte[] ciphertext, Instant now) {
        beforeChange.run();
        return rows.putIfAbsent(name, ciphertext.clone()) == null;
    }

    @Override
    public boolean replace(Row old, byte[] ciphertext, Instant now) {
        beforeChange.run();
        boolean same = Arrays.equals(rows.get(old.name()), old.ciphertext());
        if (same) {
            rows.put(old.name(), ciphertext.clone());
        }
        return same;
    }

    @Override
    public void delete(SecretName name) {
        beforeChange.run();
        rows.remove(name);
    }

    @Override
    public List<Row> all() {
        List<Row> all = new ArrayList<>();
        rows.forEach((name, ciphertext) -> all.add(new Row(name, ciphertext.clone())));
        return all;
    }
}
