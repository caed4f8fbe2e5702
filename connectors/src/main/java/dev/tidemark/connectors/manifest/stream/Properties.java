package dev.tidemark.connectors.manifest.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names of a stream's properties, as the API lists them.
 *
 * @param asking how far that list is read; empty once it is whole
 */
record Properties(Optional<Place> asking, List<String> names) {

    Properties {
        names = List.copyOf(names);
    }

    Properties and(Place place, List<String> found) {
        List<String> all = new ArrayList<>(names);
        all.addAll(found);
        return new Properties(Optional.of(place), all);
    }

    Properties at(Place place) {
        return new Properties(Optional.of(place), names);
    }

    Properties whole() {
        return new Properties(Optional.empty(), names);
    }
}
