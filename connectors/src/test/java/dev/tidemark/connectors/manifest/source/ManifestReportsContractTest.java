package dev.tidemark.connectors.manifest.source;

/** Records that are asked for as jobs. */
class ManifestReportsContractTest extends KeyedManifestContract {

    ManifestReportsContractTest() {
        super(Reports.MANIFEST, Reports::new, "visits", Reports.VISITS);
    }
}
