package dev.tidemark.connectors.manifest.source;

/** Records of which each request brings some of the properties, which the API lists. */
class ManifestPropertiesContractTest extends KeyedManifestContract {

    ManifestPropertiesContractTest() {
        super(Museum.MANIFEST, Museum::new, "works", Museum.WORKS);
    }
}
