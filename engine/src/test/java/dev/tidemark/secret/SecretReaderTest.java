package dev.tidemark.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.ConnectorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReaderTest {

    private final SecretReader reader = new SecretReader(Map.of("SET", "va lue\n", "EMPTY", "")::get);

    @TempDir
    Path folder;

    @Test
    void a_reference_reads_as_it_is_written() {
        for (String text : new String[] {"${env:A_1}", "${file:/run/secrets/sf}"}) {
            assertThat(SecretRef.parse(text).orElseThrow().toString()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$SET",
                "${SET}",
                "${env:}",
                "${env:1A}",
                "${env:A B}",
                "${file:relative}",
                "${file:}",
                "x${env:A}",
                "${env:A}x",
                "${env:A}${env:B}",
                "${vault:a}"
            })
    void anything_else_is_no_reference(String text) {
        assertThat(SecretRef.parse(text)).isEmpty();
    }

    @Test
    void a_variable_is_taken_as_it_is() {
        assertThat(reader.read(new SecretRef.Env("SET"))).isEqualTo("va lue\n");
    }

    @Test
    void of_a_file_one_line_break_at_the_end_is_left_out() throws IOException {
        assertThat(read("value")).isEqualTo("value");
        assertThat(read("value\n")).isEqualTo("value");
        assertThat(read("value\r\n")).isEqualTo("value");
        assertThat(read("value\n\n")).isEqualTo("value\n");
        assertThat(read("-----BEGIN\nkey\n-----END\n")).isEqualTo("-----BEGIN\nkey\n-----END");
        assertThat(read(" ünï ")).isEqualTo(" ünï ");
    }

    @Test
    void a_changed_file_is_read_anew() throws IOException {
        assertThat(read("one")).isEqualTo("one");
        assertThat(read("two")).isEqualTo("two");
    }

    @Test
    void what_has_no_value_is_told_without_a_part_of_it() throws IOException {
        refused(new SecretRef.Env("UNSET"), "secret.variable_missing");
        refused(new SecretRef.Env("EMPTY"), "secret.variable_missing");
        refused(new SecretRef.File(folder.resolve("none")), "secret.file_missing");
        refused(new SecretRef.File(folder), "secret.file_unreadable");
        refused(file(new byte[0]), "secret.file_empty");
        refused(file(new byte[] {'\n'}), "secret.file_empty");
        refused(file(new byte[SecretReader.MOST_BYTES + 1]), "secret.file_too_large");
        refused(file(new byte[] {'h', 'u', 'n', 't', 'e', 'r', '2', (byte) 0xff}), "secret.file_not_text");
    }

    private void refused(SecretRef ref, String code) {
        assertThatThrownBy(() -> reader.read(ref)).isInstanceOfSatisfying(ConnectorException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage() + e.whatToDo()).doesNotContain("hunter2");
            assertThat(e.whatToDo()).isNotBlank();
        });
    }

    private String read(String content) throws IOException {
        return reader.read(file(content.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private SecretRef file(byte[] content) throws IOException {
        return new SecretRef.File(Files.write(folder.resolve("secret"), content));
    }
}
