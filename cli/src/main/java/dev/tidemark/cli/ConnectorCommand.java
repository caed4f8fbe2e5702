package dev.tidemark.cli;

import picocli.CommandLine.Command;

/** {@code tidemark connector}: for people who write connectors, or bring those of others. */
@Command(
        name = "connector",
        description = "Writes, checks, tries, adds and lists connectors that are not built in.",
        subcommands = {
            ConnectorNew.class,
            ConnectorValidate.class,
            ConnectorCheck.class,
            ConnectorRead.class,
            ConnectorTests.class,
            ConnectorVectors.class,
            ConnectorAdd.class,
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
