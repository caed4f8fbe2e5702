package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Scene.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A manifest as {@code connector new} writes it, and the shop that it reads. */
abstract class ShopManifest {

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    ShopApi shop;

    Map<String, String> environment = Map.of("SHOP_API_KEY", ShopApi.KEY);

    @BeforeEach
    void open() throws IOException {
        shop = new ShopApi(230, 3);
        assertThat(run("connector", "new", "shop").exit()).isZero();
        Path config = folder.resolve("shop.config.json");
        Files.writeString(config, Files.readString(config).replace("https://api.example.com/v1", shop.url()));
    }

    @AfterEach
    void close() throws IOException {
        shop.close();
    }

    Outcome run(String... words) {
        return Outcome.of(folder, environment, words);
    }
}
