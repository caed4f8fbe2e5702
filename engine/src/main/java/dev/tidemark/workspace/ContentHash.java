package dev.tidemark.workspace;

import dev.tidemark.workspace.Yaml.Entries;
import dev.tidemark.workspace.Yaml.Entry;
import dev.tidemark.workspace.Yaml.Items;
import dev.tidemark.workspace.Yaml.Scalar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** The hash of what a file says, however it is spaced, quoted, commented or ordered. */
final class ContentHash {

    private final MessageDigest digest;

    private ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @param connectors the names of those that come from files, which tell what is in them */
    static String of(Yaml root, Collection<String> connectors) {
        ContentHash hash = new ContentHash();
        hash.add(root);
        connectors.stream().sorted().forEach(name -> hash.addText('c', name));
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void add(Yaml value) {
        switch (value) {
            case Scalar scalar -> addText('s', scalar.isNothing() ? "" : scalar.text());
            case Items items -> {
                addText('l', Integer.toString(items.items().size()));
                items.items().forEach(this::add);
            }
            case Entries entries -> {
                List<Entry> sorted = entries.entries().stream()
                        .sorted(Comparator.comparing(entry -> entry.key().text()))
                        .toList();
                addText('m', Integer.toString(sorted.size()));
                sorted.forEach(entry -> {
                    add(entry.key());
                    add(entry.value());
                });
            }
        }
    }

    /** With kind and length before it, so that no two contents run together into the same bytes. */
    private void addText(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((kind + Integer.toString(bytes.length) + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
