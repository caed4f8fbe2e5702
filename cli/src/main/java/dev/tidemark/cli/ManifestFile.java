package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.stream.SchemaFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A manifest as it lies on disk: a file, or a folder with {@code manifest.yaml} in it; beside it {@code schemas/}.
 *
 * @param file the manifest itself
 * @param name by the file's name, or by the folder's where the file is called {@code manifest.yaml}
 * @param schemas texts of the JSON files in {@code schemas/}, by their names
 */
record ManifestFile(Path file, String name, String text, Map<String, String> schemas) {

    private static final List<String> NAMES = List.of("manifest.yaml", "manifest.yml", "manifest.json");
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");
    private static final long LARGEST = 64L << 20;

    ManifestFile {
        schemas = Map.copyOf(schemas);
    }

    /** @throws IOException where it cannot be read, with words for a person */
    static ManifestFile read(Path fileOrFolder) throws IOException {
        Path file = fileOrFolder;
        if (Files.isDirectory(fileOrFolder)) {
            file = NAMES.stream()
                    .map(fileOrFolder::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IOException("the folder holds no manifest.yaml"));
        }
        return new ManifestFile(file, name(file), text(file), schemas(file.resolveSibling("schemas")));
    }

    /** Whether a folder's entry looks like a manifest. */
    static boolean isLikely(Path path) {
        return Files.isDirectory(path)
                ? NAMES.stream().anyMatch(name -> Files.isRegularFile(path.resolve(name)))
                : ENDINGS.stream().anyMatch(path.toString()::endsWith) && Files.isRegularFile(path);
    }

    private static String text(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("the file does not exist");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("the file is larger than 64 MB");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException("the file is not UTF-8 text", e);
        }
    }

    private static Map<String, String> schemas(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".json")).toList()) {
                    found.put(file.getFileName().toString(), text(file));
                }
            }
        }
        return found;
    }

    /** By the file's name, or by its folder's where every manifest has that name. */
    static String name(Path file) {
        String own = String.valueOf(file.getFileName());
        Path folder = file.toAbsolutePath().getParent();
        String word = NAMES.contains(own) && folder != null && folder.getFileName() != null
                ? folder.getFileName().toString()
                : own.replaceFirst("\\.(yaml|yml|json)$", "");
        String clean = word.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "")
                .replaceFirst("^source-(?=.)", "");
        return clean.matches("[a-z].*") ? clean : "manifest-" + clean;
    }

    /** A schema file counts by its own name, whatever folders the manifest puts before it. */
    SchemaFiles files() {
        return path -> Optional.ofNullable(schemas.get(path.substring(path.lastIndexOf('/') + 1)));
    }

    /** The SHA-256 of each file, by its path from the manifest's folder. */
    Map<String, String> hashes() {
        Map<String, String> hashes = new TreeMap<>();
        hashes.put(String.valueOf(file.getFileName()), sha256(text));
        schemas.forEach((schema, its) -> hashes.put("schemas/" + schema, sha256(its)));
        return hashes;
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Twelve digits that tell this content from any other. */
    String hash() {
        MessageDigest digest = digest();
        add(digest, text);
        new TreeMap<>(schemas).forEach((file, schema) -> {
            add(digest, file);
            add(digest, schema);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    /** With its length before it, so that no two contents run together. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
