package dev.tidemark.connectors.manifest.template;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
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
            case "hex" -> Optional.of((Function) a -> HexFormat.of().formatHex(value));
            default -> Optional.empty();
        };
    }

    String repr() {
        StringBuilder out = new StringBuilder("b'");
        for (byte b : value) {
            int c = b & 0xff;
            switch (c) {
                case '\\', '\'' -> out.append('\\').append((char) c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        out.append((char) c);
                    } else {
                        out.append("\\x%02x".formatted(c));
                    }
                }
            }
        }
        return out.append('\'').toString();
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
