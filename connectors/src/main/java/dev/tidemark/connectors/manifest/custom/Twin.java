package dev.tidemark.connectors.manifest.custom;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does in Java what a class named by a manifest does elsewhere. Named in
 * {@code META-INF/services/dev.tidemark.connectors.manifest.custom.Twin}; implements one of the interfaces within. Stateless:
 * what it makes is used by many threads, and reads the same page the same way years later.
 */
public interface Twin {

    /** The values of {@code class_name} that it stands for. */
    Set<String> classNames();

    /** A twin of a {@code CustomTransformation}. */
    interface OfTransformation extends Twin {

        /**
         * @param component its fields in the manifest
         * @throws IllegalArgumentException where they cannot work, with a sentence for the manifest's author
         */
        Change change(Map<Object, Object> component);
    }

    /** A twin of a {@code CustomRecordExtractor}. */
    interface OfExtractor extends Twin {

        /**
         * @param component its fields in the manifest
         * @throws IllegalArgumentException where they cannot work, with a sentence for the manifest's author
         */
        Find find(Map<Object, Object> component);
    }

    /** A twin of a {@code CustomRecordFilter}. */
    interface OfFilter extends Twin {

        /**
         * @param component its fields in the manifest
         * @throws IllegalArgumentException where they cannot work, with a sentence for the manifest's author
         */
        Keep keep(Map<Object, Object> component);
    }

    /** Changes a record in place. */
    @FunctionalInterface
    interface Change {

        /** @param config the settings without secrets */
        void apply(Map<Object, Object> record, Map<Object, Object> config);
    }

    /** Finds the records in the body of an answer. */
    @FunctionalInterface
    interface Find {

        /** @param config the settings without secrets */
        List<Object> records(Object body, Map<Object, Object> config);
    }

    /** Says which records are kept. */
    @FunctionalInterface
    interface Keep {

        /** @param config the settings without secrets */
        boolean test(Map<Object, Object> record, Map<Object, Object> config);
    }
}
