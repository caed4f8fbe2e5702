package dev.tidemark.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.connector.BadPage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"totalSize\": 9, \"done\": false, \"next\": \"/q\", \"records\": [{\"Id\": \"a\"}, {\"x\": {\"Id\": \"no\"}, \"Id\": \"b\"}]}",
                "{\"records\": [{\"Id\": \"a\"}, {\"Id\": \"b\", \"x\": [{\"Id\": \"no\"}]}], \"next\": \"/q\", \"done\": false, \"totalSize\": 9}",
            })
    void what_stands_around_the_records_is_found_in_any_order(String page) throws BadPage {
        var envelope = Envelope.of(page.getBytes(StandardCharsets.UTF_8), "records", "Id");
        assertThat(envelope.number("totalSize")).isEqualTo(9);
        assertThat(envelope.find("next")).contains("/q");
        assertThat(envelope.find("done")).contains("false");
        assertThat(envelope.isTrue("done")).isFalse();
        assertThat(envelope.count()).isEqualTo(2);
        assertThat(envelope.lastKey()).contains("b");
    }

    @Test
    void nested_scalars_have_a_path_and_nulls_are_none() throws BadPage {
        var envelope = Envelope.of(
                "{\"paging\": {\"next\": {\"after\": \"7\"}}, \"nothing\": null, \"results\": []}"
                        .getBytes(StandardCharsets.UTF_8),
                "results",
                "");
        assertThat(envelope.find("paging.next.after")).contains("7");
        assertThat(envelope.find("nothing")).isEmpty();
        assertThat(envelope.hasRecords()).isTrue();
        assertThat(envelope.lastKey()).isEmpty();
    }

    @Test
    void a_page_cut_anywhere_is_never_whole() throws BadPage {
        byte[] page = "{\"done\": true, \"records\": [{\"Id\": \"ä\", \"n\": 12}, {\"Id\": \"b\"}], \"totalSize\": 2}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(Envelope.of(page, "records", "Id").hasRecords()).isTrue();
        for (int length = 0; length < page.length; length++) {
            byte[] cut = Arrays.copyOf(page, length);
            assertThatThrownBy(() -> Envelope.of(cut, "records", "Id")).isInstanceOf(BadPage.class);
        }
    }
}
