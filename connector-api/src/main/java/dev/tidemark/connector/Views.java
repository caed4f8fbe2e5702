package dev.tidemark.connector;

import java.util.List;

/**
 * What is kept beside a sync's table.
 *
 * @param lists of the table
 * @param views of which at least one part is over the table; parts over tables that are not there yet are left out
 */
public record Views(List<ListTable> lists, List<View> views) {

    public static final Views NONE = new Views(List.of(), List.of());

    public Views {
        lists = List.copyOf(lists);
        views = List.copyOf(views);
    }

    public boolean isEmpty() {
        return lists.isEmpty() && views.isEmpty();
    }
}
