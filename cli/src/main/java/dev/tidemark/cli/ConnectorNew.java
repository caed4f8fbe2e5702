package dev.tidemark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark connector new}: something that runs, to be changed. */
@Command(
        name = "new",
        description = "Writes a commented manifest that runs, NAME.yaml, and a config to try it, NAME.config.json.",
        footer = {"", "Example:", "  tidemark connector new acme"})
final class ConnectorNew extends AuthorCommand {

    private static final String CONFIG = """
            {
              "url": "https://api.example.com/v1",
              "api_key": "${env:NAME_API_KEY}",
              "start_date": "2020-01-01T00:00:00Z"
            }
            """;

    @Parameters(paramLabel = "NAME", description = "Lower case letters, digits and '-'")
    String name = "";

    @Option(names = "--in", paramLabel = "DIR", description = "Where the files are written. Default: here")
    Path folder = Path.of("");

    ConnectorNew(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        if (!name.matches("[a-z][a-z0-9-]{0,40}")) {
            throw new Refusal(
                    Exit.USAGE,
                    "connector.bad_name",
                    "'" + name + "' cannot be the name of a connector",
                    "Lower case letters, digits and '-', beginning with a letter, at most 41");
        }
        Path manifest = at(folder).resolve(name + ".yaml");
        Path config = at(folder).resolve(name + ".config.json");
        if (Files.exists(manifest) || Files.exists(config)) {
            throw there(Files.exists(manifest) ? manifest : config);
        }
        try {
            Files.createDirectories(at(folder));
            write(manifest, template().replace("NAME", name));
            write(config, CONFIG.replace("NAME", name.toUpperCase(Locale.ROOT).replace('-', '_')));
        } catch (FileAlreadyExistsException e) {
            throw there(Path.of(e.getFile()));
        } catch (IOException e) {
            throw new Refusal(
                    Exit.FAILED,
                    "connector.not_written",
                    "the files cannot be written: " + e.getMessage(),
                    "See that the folder can be written, or name another with --in");
        }
        terminal.say(
                "Wrote " + folder.resolve(manifest.getFileName()) + " and " + folder.resolve(config.getFileName()));
        terminal.say("Next: 'tidemark connector validate " + folder.resolve(manifest.getFileName()) + "'");
        return Exit.OK;
    }

    private static Refusal there(Path file) {
        return new Refusal(
                Exit.USAGE, "connector.exists", file + " is there already", "Take another name, or move the file away");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    static String template() throws IOException {
        try (InputStream in = Objects.requireNonNull(ConnectorNew.class.getResourceAsStream("manifest.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
