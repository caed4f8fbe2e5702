package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connectors.manifest.stream.Config;
import dev.tidemark.connectors.manifest.stream.Manifest;
import java.util.List;
import java.util.Map;

/** An account's settings as a manifest reads them, after what it changes in them. */
record ManifestConfig(Config config, Manifest manifest) {

    Map<Object, Object> of(Access access) {
        return manifest.configured(config.of(access.settings(), access.secrets()));
    }

    /** Without the secrets: what an archived page may hold. */
    Map<Object, Object> plain(Access access) {
        return manifest.configured(config.plain(access.settings()));
    }

    List<String> secrets(Access access) {
        return config.secrets(access.secrets());
    }
}
