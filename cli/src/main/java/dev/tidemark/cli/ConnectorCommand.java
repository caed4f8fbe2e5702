package dev.tidemark.cli;

import picocli.CommandLine.Command;

/** {@code tidemark connector}: for people who write connectors as manifests. */
@Command(
        name = "connector",
        description = "Writes, checks, tries and lists connectors that are YAML manifests.",
        subcommands = {
            ConnectorNew.class,
            ConnectorValidate.class,
            ConnectorCheck.class,
            ConnectorRead.class,
            ConnectorVectors.class,
            ConnectorList.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  tidemark connector new acme",
            "  tidemark connector validate acme.yaml",
            "  tidemark connector read acme.yaml --config config.json --stream orders"
        })
final class ConnectorCommand {}
