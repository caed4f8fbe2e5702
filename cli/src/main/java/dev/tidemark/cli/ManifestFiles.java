package dev.tidemark.cli;

import dev.tidemark.connector.Connector;
import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.source.ManifestSource;
import dev.tidemark.engine.Connectors;
import dev.tidemark.workspace.ConnectorFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Manifests that workspace files name by their paths. Each content is compiled once, and known to the engine from then on. */
final class ManifestFiles implements ConnectorFiles {

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
            String name = manifest.name() + "-" + manifest.hash();
            Connector known = compiled.get(name);
            if (known != null) {
                return known;
            }
            Connector source = ManifestSource.of(name, manifest.text(), clock, manifest.files());
            connectors.add(source);
            compiled.put(name, source);
            return source;
        } catch (IOException e) {
            throw new Unusable(List.of(String.valueOf(e.getMessage())));
        } catch (BadManifest e) {
            throw new Unusable(e.problems().stream().map(Problem::toString).toList());
        }
    }
}
