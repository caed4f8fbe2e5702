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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Manifests that workspace files name by their paths, or by the names under which they were added. Each content is compiled once, and known to the engine from then on. */
final class ManifestFiles implements ConnectorFiles {

    /** Beside the workspace file. */
    static final String FOLDER = "connectors";

    private final Connectors connectors;
    private final InstantSource clock;
    private final Map<String, Connector> compiled = new ConcurrentHashMap<>();

    /** @param clock what templates read as now */
    ManifestFiles(Connectors connectors, InstantSource clock) {
        this.connectors = connectors;
        this.clock = clock;
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
        Path place = folder.resolve(FOLDER).resolve(name);
        if (!name.matches("[a-z][a-z0-9-]*") || !ManifestFile.isLikely(place)) {
            return Optional.empty();
        }
        return Optional.of(compiled(name, AddedConnector.in(place).manifest()));
    }

    @Override
    public Set<String> names(Path folder) {
        try (Stream<Path> inside = Files.list(folder.resolve(FOLDER))) {
            return inside.filter(Files::isDirectory)
                    .filter(ManifestFile::isLikely)
                    .map(place -> String.valueOf(place.getFileName()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            return Set.of();
        }
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
}
