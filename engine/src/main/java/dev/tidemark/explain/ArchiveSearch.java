package dev.tidemark.explain;

import dev.tidemark.archive.Archive;
import dev.tidemark.archive.ArchiveUnavailable;
import dev.tidemark.archive.ArchivedPage;
import dev.tidemark.archive.JdbcPages;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.RawPage;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.rejection.RecordKey;
import dev.tidemark.store.Store;
import dev.tidemark.sync.SyncId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for one key in a sync's archived pages, the newest first, a page at a time, while an engine may add and retire some.
 * What it keeps in memory is one page and the sightings, of which there are so many at most.
 */
public final class ArchiveSearch {

    private static final int BATCH = 100;
    private static final int LONGEST_QUOTE = 65_536;

    private final Store store;
    private final Archive archive;
    private final SourceConnector source;
    private final JdbcPages pages = new JdbcPages();

    /**
     * What was found.
     *
     * @param sightings the newest first
     * @param whole whether every page that is kept was looked at; else there were enough sightings before the oldest
     * @param pages how many were looked at
     * @param records how many were in them
     * @param unreadable pages that could not be looked at
     * @param oldest the oldest page that was looked at
     * @param lacking readings of everything, complete and newer than the newest sighting: each by its first and last page
     * @param alike keys that this one may have been meant for
     */
    public record Found(
            List<Sighting> sightings,
            boolean whole,
            long pages,
            long records,
            List<Long> unreadable,
            Optional<Oldest> oldest,
            List<Lacking> lacking,
            List<String> alike) {
        public Found {
            sightings = List.copyOf(sightings);
            unreadable = List.copyOf(unreadable);
            lacking = List.copyOf(lacking);
            alike = List.copyOf(alike);
        }
    }

    /** How far back pages are kept. */
    public record Oldest(long page, Instant at) {}

    /** A complete reading of everything, by its first and its last page, that did not bring the record. */
    public record Lacking(long first, long last) {}

    public ArchiveSearch(Store store, Archive archive, SourceConnector source) {
        this.store = store;
        this.archive = archive;
        this.source = source;
    }

    /**
     * @param key as a person spells it, see {@link RecordKey}
     * @param most sightings after which older pages are not looked at
     */
    public Found find(SyncId sync, StreamSpec stream, String key, int most) {
        RecordFinder finder = new RecordFinder(stream, key);
        List<Sighting> sightings = new ArrayList<>();
        List<Long> unreadable = new ArrayList<>();
        List<Lacking> lacking = new ArrayList<>();
        Optional<Oldest> oldest = Optional.empty();
        long looked = 0;
        long records = 0;
        long before = Long.MAX_VALUE;
        while (sightings.size() < most) {
            long from = before;
            List<ArchivedPage> batch = store.inTransaction(tx -> pages.before(tx, sync, from, BATCH));
            if (batch.isEmpty()) {
                return new Found(
                        sightings,
                        true,
                        looked,
                        records,
                        unreadable,
                        oldest,
                        within(lacking, sightings),
                        finder.alike());
            }
            for (ArchivedPage page : batch) {
                if (sightings.size() >= most) {
                    break;
                }
                before = page.n();
                looked++;
                oldest = Optional.of(new Oldest(page.n(), page.retrievedAt()));
                if (sightings.isEmpty() && page.listing() > 0 && page.ends()) {
                    lacking.add(new Lacking(page.listing(), page.n()));
                }
                if (!look(stream, page, finder, sightings)) {
                    unreadable.add(page.n());
                }
                records += finder.records();
            }
        }
        return new Found(
                sightings, false, looked, records, unreadable, oldest, within(lacking, sightings), finder.alike());
    }

    /** A reading that brought the record in one of its pages did not lack it. */
    private static List<Lacking> within(List<Lacking> lacking, List<Sighting> sightings) {
        return lacking.stream()
                .filter(l -> sightings.isEmpty() || sightings.getFirst().page() < l.first())
                .toList();
    }

    private boolean look(StreamSpec stream, ArchivedPage page, RecordFinder finder, List<Sighting> into) {
        finder.nextPage();
        try {
            RawPage raw = archive.get(page.ref(), page.format());
            source.records(stream, raw, finder);
            for (RecordFinder.Place place : finder.found().reversed()) {
                into.add(new Sighting(
                        page.n(),
                        place.ordinal(),
                        page.run(),
                        page.retrievedAt(),
                        place.version(),
                        place.deleted(),
                        place.misfit(),
                        text(raw.body(), place)));
            }
            return true;
        } catch (BadPage e) {
            return false;
        } catch (ArchiveUnavailable e) {
            if (e.lost()) {
                return false; // retired while we looked
            }
            throw e;
        }
    }

    private static String text(byte[] body, RecordFinder.Place place) {
        int length = Math.min(place.to() - place.from(), LONGEST_QUOTE);
        return length <= 0 ? "" : new String(body, place.from(), length, StandardCharsets.UTF_8);
    }
}
