package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connectors.json.JsonRecords;
import dev.tidemark.sandbox.http.HttpFront;
import dev.tidemark.sandbox.http.Response.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** The connector of the guide, in a jar with libraries of its own, from its API to a table. */
class JarSyncIT {

    private static final String NAME = "dev.tidemark.connectors.example.HarbourTides";

    @Test
    void a_jar_of_the_workspaces_folder_fills_a_table(@TempDir Path folder, @TempDir Path work)
            throws IOException, ClassNotFoundException {
        String source =
                Files.readString(Docs.ROOT.resolve("connectors/src/test/java/" + NAME.replace('.', '/') + ".java"));
        new JarMaker(work)
                .make(
                        folder.resolve("jars/harbour.jar"),
                        Map.of(NAME, source),
                        Map.of(SourceConnector.class.getName(), NAME),
                        JsonRecords.class,
                        JsonParser.class,
                        JsonNode.class,
                        Class.forName("com.fasterxml.jackson.annotation.JsonProperty"));
        Path file = Files.writeString(folder.resolve("harbour.yaml"), """
                workspace: harbour
                sources:
                  tides: { connector: harbour-tides, url: "URL", key: "${env:HARBOUR_KEY}", quota: 100% }
                syncs:
                  heights: { from: tides.heights, every: 1h }
                """);
        try (Scene scene = new Scene(folder, 1);
                HttpFront front = HttpFront.start(
                        request -> Answer.json(
                                "hush-tides".equals(request.header("X-Harbour-Key")) ? 200 : 401,
                                """
                                {"heights": [{"id": "cuxhaven", "metres": 3.25, "measured_at": "2026-01-31T12:00:00Z"}],
                                 "next": null}
                                """.getBytes(StandardCharsets.UTF_8)),
                        0)) {
            scene.environment.put("HARBOUR_KEY", "hush-tides");
            Files.writeString(
                    file, Files.readString(file).replace("URL", front.url().toString()));

            Outcome without = scene.run("check", file.toString());
            assertThat(without.exit()).isEqualTo(Exit.USAGE);
            assertThat(without.err()).contains("there is no connector 'harbour-tides'");
            Outcome ran = scene.run("run", "--once", "--connectors", "jars", file.toString());
            assertThat(ran.exit()).as(ran.toString()).isZero();
            assertThat(rows(scene)).containsExactly("cuxhaven 3.25");

            Files.move(folder.resolve("jars"), folder.resolve("connectors"));
            Outcome checked = scene.run("check", file.toString());
            assertThat(checked.exit()).as(checked.toString()).isZero();
            assertThat(scene.run("connector", "list").out()).containsPattern("harbour-tides +jar: source");
        }
    }

    private static List<String> rows(Scene scene) {
        List<String> rows = new ArrayList<>();
        scene.query(
                "select id, metres from harbour.heights", row -> rows.add(row.getString(1) + " " + row.getString(2)));
        return rows;
    }
}
