package dev.tidemark.connectors.manifest.template;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Python's bytes. */
final class Bytes implements Attributes {

    private final byte[] value;

    Bytes(byte[] value) {
        this.value = value;
    }

    byte[] value() {
        return value;
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "decode" -> Optional.of((Function) a -> new String(value, StandardCharsets.UTF_8));
            case "hex" -> Optional.of((Function) a -> java.util.HexFormat.of().formatHex(value));
            default -> Optional.empty();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }
}
