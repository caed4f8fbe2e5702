package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        Terminal terminal = new Terminal(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Map.of("TIDEMARK_FSYNC_OFF", "true", "HOME", folder.toString()),
                folder,
                false);
        return Tidemark.execute(args, terminal);
    }

    @Test
    void it_goes_the_whole_way_there_and_back_and_the_commands_it_names_work_on_what_it_leaves() {
        assertThat(run("demo")).as("%s%n%s", out, err).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("done in", "arrived after", "acme.account_health", "1 refused", "under review")
                .contains("That was the whole way");
        assertThat(run("status", "--data", ".tidemark-demo")).isEqualTo(Exit.OK);
        assertThat(run("jobs", "--data", ".tidemark-demo", "--json")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .as("an engine that stops gives back what it has in hand")
                .doesNotContain("RUNNING");
        assertThat(run("rejections", "--data", ".tidemark-demo")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("FIELD_CUSTOM_VALIDATION_EXCEPTION");
        assertThat(run(
                        "sql",
                        "--data",
                        ".tidemark-demo",
                        "select name, score from acme.account_health order by score limit 5"))
                .as("%s", err)
                .isEqualTo(Exit.OK);
    }

    @Test
    void a_folder_that_no_demo_made_is_left_alone() throws IOException {
        Path mine =
                Files.writeString(Files.createDirectory(folder.resolve("mine")).resolve("thesis.txt"), "years");
        assertThat(run("demo", "--data", "mine")).isEqualTo(Exit.USAGE);
        assertThat(mine).hasContent("years");
        assertThat(err.toString()).contains("was not made by a demo");
    }

    @Test
    void ctrl_c_ends_it_well() throws InterruptedException {
        AtomicInteger exit = new AtomicInteger(-1);
        Thread demo = Thread.ofPlatform().start(() -> exit.set(run("demo")));
        while (demo.isAlive() && !out.toString().contains("1. Backfill")) {
            Thread.onSpinWait();
            demo.join(50);
        }
        demo.interrupt();
        demo.join();
        assertThat(exit.get()).as("%s%n%s", out, err).isEqualTo(Exit.INTERRUPTED);
        assertThat(err.toString()).contains("starts clean").doesNotContain("Exception");
    }
}
