package dev.tidemark.connectors.manifest.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import dev.tidemark.connectors.manifest.tree.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Answers that are packed, and decoders as older manifests write them. */
class DecoderTest {

    @SuppressWarnings("unchecked")
    private static String bodies(String decoder, byte[] answer) {
        Problems problems = new Problems();
        Node retriever = new Node(
                (Map<Object, Object>) Json.read("{\"decoder\": " + decoder.replace('\'', '"') + "}"), "", problems);
        Decoder made = Decoder.of(retriever);
        assertThat(problems.all()).isEmpty();
        return made.bodies(answer, 0).map(b -> Json.write(b).replace('"', '\'')).orElse("not readable");
    }

    private static byte[] zip(String... files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("folder/"));
            for (int i = 0; i < files.length; i++) {
                zip.putNextEntry(new ZipEntry("folder/" + i));
                zip.write(files[i].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void every_file_of_a_zip_is_decoded() throws IOException {
        String csv = "{'type': 'ZipfileDecoder', 'decoder': {'type': 'CsvDecoder', 'delimiter': ';'}}";
        assertThat(bodies(csv, zip("a;b\n1;2\n", "a;b\n3;4\n"))).isEqualTo("[{'a':'1','b':'2'},{'a':'3','b':'4'}]");
        String json = "{'type': 'ZipfileDecoder', 'decoder': {'type': 'JsonlDecoder'}}";
        assertThat(bodies(json, zip("{\"a\": 1}\n{\"a\": 2}\n"))).isEqualTo("[{'a':1},{'a':2}]");
    }

    @Test
    void what_is_no_whole_zip_cannot_be_read() throws IOException {
        String json = "{'type': 'ZipfileDecoder', 'decoder': {'type': 'JsonDecoder'}}";
        byte[] whole = zip("{\"a\": \"" + "x".repeat(5000) + "\"}");
        assertThat(bodies(json, Arrays.copyOf(whole, whole.length / 2))).isEqualTo("not readable");
        assertThat(bodies(json, "<html>".getBytes(StandardCharsets.UTF_8))).isEqualTo("not readable");
        assertThat(bodies(json, new byte[0])).isEqualTo("not readable");
    }

    @Test
    void decoders_of_older_manifests_are_nested_parsers() throws IOException {
        String nested = "{'type': 'CompositeRawDecoder', 'parser': {'type': 'GzipParser', 'inner_parser':"
                + " {'type': 'CsvParser', 'delimiter': '\\\\t', 'set_values_to_none': ['-']}}}";
        assertThat(bodies(nested, gzip("a\tb\n1\t-\n"))).isEqualTo("[{'a':'1','b':null}]");
        assertThat(bodies(
                        "{'type': 'CompositeRawDecoder', 'parser': {'type': 'JsonLineParser'}}",
                        "{\"a\": 1}\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("[{'a':1}]");
        assertThat(bodies(
                        "{'type': 'CompositeRawDecoder', 'parser': {'type': 'JsonParser'}}",
                        "[1, 2]".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("[1,2]");
    }
}
