package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.connector.Column;
import dev.tidemark.connector.SourceLayout;
import dev.tidemark.connector.View;
import dev.tidemark.connectors.hubspot.HubSpotConnector;
import dev.tidemark.connectors.salesforce.SalesforceConnector;
import dev.tidemark.connectors.stripe.StripeConnector;
import dev.tidemark.connectors.zendesk.ZendeskConnector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the public dbt packages read, and what of it the layouts have. */
class DbtLayoutTest {

    static SourceLayout layout(String connector) {
        SourceLayout.Offered offered = switch (connector) {
            case "zendesk" -> new ZendeskConnector();
            case "stripe" -> new StripeConnector();
            case "hubspot" -> new HubSpotConnector();
            case "salesforce" -> new SalesforceConnector();
            default -> throw new IllegalArgumentException(connector);
        };
        return offered.layouts().getFirst();
    }

    static Set<String> streams(SourceLayout layout) {
        return layout.views().stream()
                .flatMap(view -> view.parts().stream().map(View.Part::from))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The columns of each table that a package reads; behind a minus, one that the layout does not have. */
    static Map<String, List<String>> needed(String connector) {
        try (InputStream in = DbtLayoutTest.class.getResourceAsStream("dbt/" + connector + ".txt")) {
            Map<String, List<String>> needed = new LinkedHashMap<>();
            new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Arrays.asList(line.split(" ")))
                    .forEach(words -> needed.put(words.getFirst(), words.subList(1, words.size())));
            return needed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zendesk", "stripe", "hubspot", "salesforce"})
    void each_column_that_a_package_reads_is_there_or_is_listed_as_missing(String connector) {
        SourceLayout layout = layout(connector);
        Set<String> absent =
                layout.absent().stream().map(SourceLayout.Absent::table).collect(Collectors.toSet());
        needed(connector).forEach((table, columns) -> {
            Optional<View> view =
                    layout.views().stream().filter(v -> v.name().equals(table)).findFirst();
            assertThat(view.isPresent())
                    .as(table + " is shown or listed as absent")
                    .isNotEqualTo(absent.contains(table));
            Set<String> shown = view.stream()
                    .flatMap(v -> v.columns().stream().map(Column::name))
                    .collect(Collectors.toSet());
            for (String column : columns) {
                boolean missing = column.startsWith("-");
                assertThat(shown.contains(missing ? column.substring(1) : column))
                        .as(table + "." + column)
                        .isEqualTo(!missing && view.isPresent());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"zendesk", "stripe", "hubspot", "salesforce"})
    void the_docs_tell_of_each_table_how_much_of_it_is_there(String connector) throws IOException {
        String page = Files.readString(Path.of("../docs/layouts.md"));
        Set<String> views = layout(connector).views().stream().map(View::name).collect(Collectors.toSet());
        needed(connector).forEach((table, columns) -> {
            long there = columns.stream().filter(c -> !c.startsWith("-")).count();
            String row = views.contains(table)
                    ? "\\| `" + table + "` \\| [^|]* \\| " + there + " of " + columns.size() + " \\|"
                    : "\\|.* `" + table + "`.* \\|";
            assertThat(page).containsPattern(row);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"zendesk", "stripe", "hubspot", "salesforce"})
    void a_table_without_a_column_for_it_leaves_deleted_rows_out(String connector) {
        for (View view : layout(connector).views()) {
            boolean tells = view.parts().getFirst().items().stream()
                    .anyMatch(item -> item.value() instanceof View.Value.IsDeleted);
            for (View.Part part : view.parts()) {
                boolean leavesOut =
                        part.steps().stream().anyMatch(step -> step.value() instanceof View.Value.IsDeleted);
                assertThat(tells).as(view.name() + " from " + part.from()).isNotEqualTo(leavesOut);
            }
        }
    }
}
