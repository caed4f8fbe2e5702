package dev.tidemark.connectors.manifest.custom;

import dev.tidemark.connectors.manifest.template.Python;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A twin of three components of a connector that only tests know. */
public final class Knots implements Twin.OfTransformation, Twin.OfExtractor, Twin.OfFilter {

    @Override
    public Set<String> classNames() {
        return Set.of("source_harbour.components.Knots");
    }

    @Override
    public Change change(Map<Object, Object> component) {
        if (!(component.get("field") instanceof String field)) {
            throw new IllegalArgumentException("'field' is missing");
        }
        return (record, config) -> record.computeIfPresent(field, (name, value) -> value + " kn");
    }

    @Override
    public Find find(Map<Object, Object> component) {
        return (body, config) -> List.copyOf((List<?>) Objects.requireNonNull(((Map<?, ?>) body).get("boats")));
    }

    @Override
    public Keep keep(Map<Object, Object> component) {
        return (record, config) ->
                !Python.equal(Objects.requireNonNull(config.get("hidden")), Objects.requireNonNull(record.get("name")));
    }
}
