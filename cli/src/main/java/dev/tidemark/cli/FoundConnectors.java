package dev.tidemark.cli;

import dev.tidemark.connector.Connector;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import dev.tidemark.engine.Connectors;
import dev.tidemark.workspace.ConnectorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Connectors that are not built in: manifests that workspace files name by their paths, and what lies in folders of
 * connectors, manifests that were added and jars. Each content is loaded once, and known to the engine from then on.
 */
final class FoundConnectors implements ConnectorFiles {

    /** Beside the workspace file. */
    static final String FOLDER = "connectors";

    private final Connectors connectors;
    private final InstantSource clock;
    private final Optional<Path> more;
    private final Map<String, Connector> compiled = new ConcurrentHashMap<>();
    private final Jars jars = new Jars();

    /**
     * @param clock what templates read as now
     * @param more a folder of connectors besides those that lie beside workspace files
     */
    FoundConnectors(Connectors connectors, InstantSource clock, Optional<Path> more) {
        this.connectors = connectors;
        this.clock = clock;
        this.more = more;
    }

    @Override
    public Connector open(Path file) throws Unusable {
        try {
            ManifestFile manifest = ManifestFile.read(file);
            return compiled(manifest.name(), manifest);
        } catch (IOException e) {
            throw new Unusable(List.of(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Optional<Connector> find(Path folder, String name) throws Unusable {
        List<Path> places = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        Optional<Connector> inJar = Optional.empty();
        for (Path place : in(folder)) {
            if (String.valueOf(place.getFileName()).equals(name) && ManifestFile.isLikely(place)) {
                places.add(place);
            } else if (JarConnectors.isLikely(place)) {
                try {
                    Connector found = jars.load(place).byName().get(name);
                    if (found != null) {
                        places.add(place);
                        inJar = Optional.of(found);
                    }
                } catch (Unusable e) {
                    broken.add(place.getFileName() + " does not run: " + String.join("; ", e.reasons()));
                }
            }
        }
        if (places.size() > 1) {
            throw new Unusable(List.of("several are called so, of which only one may stay: "
                    + String.join(", ", places.stream().map(Path::toString).toList())));
        }
        if (places.isEmpty() && !broken.isEmpty()) {
            throw new Unusable(List.of("there is none of this name, and " + String.join(", ", broken)));
        }
        if (inJar.isPresent()) {
            connectors.add(inJar.get());
            return inJar;
        }
        return places.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        compiled(name, AddedConnector.in(places.getFirst()).manifest()));
    }

    @Override
    public Set<String> names(Path folder) {
        Set<String> names = new TreeSet<>();
        for (Path place : in(folder)) {
            if (JarConnectors.isLikely(place)) {
                try {
                    names.addAll(jars.load(place).byName().keySet());
                } catch (Unusable e) {
                    // Whoever names one of them is told.
                }
            } else if (Files.isDirectory(place) && ManifestFile.isLikely(place)) {
                names.add(String.valueOf(place.getFileName()));
            }
        }
        return names;
    }

    /** What lies in the folders of connectors that count for a workspace file in this folder. */
    private List<Path> in(Path folder) {
        Set<Path> folders = new TreeSet<>();
        folders.add(folder.resolve(FOLDER).normalize());
        more.ifPresent(folders::add);
        List<Path> found = new ArrayList<>();
        for (Path one : folders) {
            try (Stream<Path> inside = Files.list(one)) {
                inside.sorted().forEach(found::add);
            } catch (IOException e) {
                // There is none.
            }
        }
        return found;
    }

    private Connector compiled(String word, ManifestFile manifest) throws Unusable {
        String name = word + "-" + manifest.hash();
        try {
            Connector known = compiled.get(name);
            if (known != null) {
                return known;
            }
            Connector source = ManifestSource.of(name, manifest.text(), clock, manifest.files());
            connectors.add(source);
            compiled.put(name, source);
            return source;
        } catch (BadManifest e) {
            throw new Unusable(e.problems().stream().map(Problem::toString).toList());
        }
    }

    /** Jars by their file, looked at again only where its stamp is another. */
    private static final class Jars {

        private record Stamp(Path jar, Object modified, long size) {}

        private record Outcome(Optional<JarConnectors> loaded, List<String> reasons) {}

        private final Map<Stamp, Outcome> known = new LinkedHashMap<>();

        synchronized JarConnectors load(Path jar) throws Unusable {
            Stamp stamp;
            try {
                stamp = new Stamp(jar, Files.getLastModifiedTime(jar), Files.size(jar));
            } catch (IOException e) {
                throw new Unusable(List.of("it cannot be read"));
            }
            Outcome outcome = known.computeIfAbsent(stamp, s -> outcome(jar));
            if (outcome.loaded.isEmpty()) {
                throw new Unusable(outcome.reasons);
            }
            return outcome.loaded.get();
        }

        private static Outcome outcome(Path jar) {
            try {
                return new Outcome(Optional.of(JarConnectors.load(jar)), List.of());
            } catch (Unusable e) {
                return new Outcome(Optional.empty(), e.reasons());
            }
        }
    }
}
