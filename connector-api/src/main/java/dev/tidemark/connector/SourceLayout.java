package dev.tidemark.connector;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A layout in which the streams of a source can be shown, for programs that expect one.
 *
 * @param name the word a workspace file uses for it, such as {@code dbt}
 * @param views over streams and fields; no two of one name
 * @param absent tables that belong to the layout and cannot be shown
 */
public record SourceLayout(String name, List<View> views, List<Absent> absent) {

    /**
     * A table that cannot be shown.
     *
     * @param why in a few words
     * @param whatToDo such as a variable that switches off what reads it; empty where nothing has to be done
     */
    public record Absent(String table, String why, String whatToDo) {
        public Absent {
            Objects.requireNonNull(why);
            Objects.requireNonNull(whatToDo);
        }
    }

    /** A source that offers layouts. */
    public interface Offered extends SourceConnector {
        List<SourceLayout> layouts();
    }

    public SourceLayout {
        views = List.copyOf(views);
        absent = List.copyOf(absent);
        Set<String> names = views.stream().map(View::name).collect(Collectors.toSet());
        if (names.size() != views.size()) {
            throw new IllegalArgumentException("the layout " + name + " has two tables of one name");
        }
    }
}
