package dev.tidemark.cli;

import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.stream.Manifest;
import dev.tidemark.http.HttpBounds;
import dev.tidemark.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A manifest with all that came with it.
 *
 * @param from where it came from
 * @param beside licences and metadata, by the names of their files
 */
record Parcel(String from, ManifestFile manifest, Map<String, String> beside) {

    Parcel {
        beside = Map.copyOf(beside);
    }

    Licence licence() {
        return Licence.of(manifest.text(), beside);
    }

    /** @throws IOException where it cannot be read, with words for a person */
    static Parcel local(String written, Path fileOrFolder) throws IOException {
        ManifestFile manifest = ManifestFile.read(fileOrFolder);
        Map<String, String> beside = new HashMap<>();
        for (String name : names()) {
            Path file = manifest.file().resolveSibling(name);
            if (Files.isRegularFile(file)) {
                beside.put(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }
        return new Parcel(written, manifest, beside);
    }

    private static List<String> names() {
        return Stream.concat(Licence.FILES.stream(), Stream.of(Licence.METADATA))
                .toList();
    }

    /**
     * Over the network: the manifest, the schema files that it names, and what tells its licence.
     *
     * @throws IOException where there is no manifest, with words for a person
     */
    static Parcel fetched(URI address) throws IOException {
        try (HttpTransport transport = new HttpTransport(HttpBounds.DEFAULT)) {
            return new Fetching(transport, address).parcel();
        }
    }

    private record Fetching(HttpTransport transport, URI address) {

        Parcel parcel() throws IOException {
            HttpAnswer answer = send(address);
            if (!answer.isSuccess()) {
                throw new IOException(address + " answered HTTP " + answer.status());
            }
            String text = text(answer.body());
            if (text.stripLeading().toLowerCase(Locale.ROOT).matches("(?s)<(!doctype|html).*")) {
                throw new IOException(address + " is a web page, no manifest; name the address of the file itself");
            }
            Path path = Path.of(Optional.ofNullable(address.getPath()).orElse(""));
            String own =
                    Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
            Path file = Path.of(text.stripLeading().startsWith("{") ? "manifest.json" : "manifest.yaml");
            Map<String, String> schemas = schemas(text);
            Map<String, String> beside = new HashMap<>();
            for (String name : names()) {
                optional(address.resolve(name)).ifPresent(found -> beside.put(name, found));
            }
            String name =
                    own.isEmpty() ? "manifest" : ManifestFile.name(Path.of("/").resolve(path));
            return new Parcel(address.toString(), new ManifestFile(file, name, text, schemas), beside);
        }

        /** Those that the manifest asks for when it is loaded. */
        private Map<String, String> schemas(String text) {
            Map<String, String> found = new TreeMap<>();
            try {
                Manifest.load(text, Clock.systemUTC(), path -> {
                    String name = path.substring(path.lastIndexOf('/') + 1);
                    if (!found.containsKey(name) && name.matches("\\w[\\w.-]*\\.json")) {
                        schema(path, name).ifPresent(its -> found.put(name, its));
                    }
                    return Optional.ofNullable(found.get(name));
                });
            } catch (BadManifest e) {
                // What is wrong with it is told by whoever runs it.
            }
            return found;
        }

        /** Manifests name them as from the folder above their own, which has the package's name, or as from their own. */
        private Optional<String> schema(String path, String name) {
            String plain = path.replaceFirst("^(\\./)+", "");
            Set<String> tried = new LinkedHashSet<>(List.of("schemas/" + name));
            if (!plain.contains("..") && !plain.startsWith("/")) {
                tried.add(plain.substring(plain.indexOf('/') + 1));
                tried.add(plain);
            }
            return tried.stream()
                    .map(t -> optional(address.resolve(t.replace(" ", "%20"))))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private Optional<String> optional(URI file) {
            try {
                HttpAnswer answer = send(file);
                return answer.isSuccess() ? Optional.of(text(answer.body())) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        private HttpAnswer send(URI file) throws IOException {
            try {
                return transport.send(HttpRequest.get(file));
            } catch (HttpFailed e) {
                throw new IOException(file + " did not answer: " + e.getMessage(), e);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " is no address", e);
            }
        }

        private static String text(byte[] body) throws IOException {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(body))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new IOException("the file is not UTF-8 text", e);
            }
        }
    }
}
