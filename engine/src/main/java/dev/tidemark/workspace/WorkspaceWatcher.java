package dev.tidemark.workspace;

import dev.tidemark.workspace.WorkspaceFiles.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks again at workspace files whenever it is asked to. An edit that is wrong changes nothing: its problems are told, and
 * the last good version goes on. So it is where a file or folder that was named cannot be found, or a folder is empty: that
 * is a mistake of somebody's, and no reason to stop. A workspace ends when its file goes from a folder that has others. Not
 * for several threads at once.
 */
public final class WorkspaceWatcher {

    /** A file changed this lately may change again without a new time stamp, so it is read whatever its stamp says. */
    private static final Duration COARSEST_STAMP = Duration.ofSeconds(2);

    private final List<Path> filesOrFolders;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Map<Path, Watched> watched = new LinkedHashMap<>();
    private List<Problem> problems = List.of();

    /** @param clock that of the machine, by which files are stamped */
    public WorkspaceWatcher(List<Path> filesOrFolders, Catalog catalog, InstantSource clock) {
        this.filesOrFolders = List.copyOf(filesOrFolders);
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * What is different since the look before.
     *
     * @param changed workspaces that are new or whose content is another
     * @param removed names of workspaces whose file is gone, or calls itself otherwise now
     * @param problems everything that is wrong now, whether or not it was before
     */
    public record Change(List<WorkspaceFile> changed, List<String> removed, List<Problem> problems) {
        public Change {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
            problems = List.copyOf(problems);
        }

        public boolean isNothing() {
            return changed.isEmpty() && removed.isEmpty();
        }
    }

    /** Looks now. The first look answers every workspace as changed. */
    public Change poll() {
        Map<String, WorkspaceFile> before = byName(good());
        List<Problem> missing = new ArrayList<>();
        List<Path> there = WorkspaceFiles.find(filesOrFolders, missing);
        if (missing.isEmpty()) {
            watched.keySet().retainAll(there);
        }
        there.forEach(this::look);
        problems = settle(missing);
        Map<String, WorkspaceFile> after = byName(good());
        List<WorkspaceFile> changed = after.values().stream()
                .filter(file ->
                        !file.hash().equals(hash(before.get(file.workspace().name()))))
                .toList();
        List<String> removed = before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .toList();
        return new Change(changed, removed, problems);
    }

    /** The workspaces that count now: of each file the last good version. */
    public List<WorkspaceFile> good() {
        return watched.values().stream()
                .map(file -> file.good)
                .filter(Objects::nonNull)
                .toList();
    }

    /** What was wrong at the last look. */
    public List<Problem> problems() {
        return problems;
    }

    private void look(Path path) {
        Watched file = watched.computeIfAbsent(path, p -> new Watched());
        Optional<Stamp> stamp = stamp(path);
        if (stamp.isPresent() && stamp.get().equals(file.stamp)) {
            return;
        }
        Instant looked = clock.instant();
        file.read = WorkspaceFiles.read(path, catalog);
        boolean isAlone = file.read.ok() && file.read.files().stream().noneMatch(WorkspaceFile::hangsOnFiles);
        file.stamp = stamp.filter(
                        s -> isAlone && s.modified.plus(COARSEST_STAMP).isBefore(looked))
                .orElse(null);
    }

    /**
     * Lets each file's newest version count where it is right and can stand beside the others. Those that have not changed
     * come first, so that a newcomer that clashes is the one refused.
     */
    private List<Problem> settle(List<Problem> missing) {
        List<Problem> found = new ArrayList<>(missing);
        List<Watched> newer = new ArrayList<>();
        for (Watched file : watched.values()) {
            found.addAll(file.read.problems());
            Optional<WorkspaceFile> read = file.read.files().stream().findFirst();
            if (read.isEmpty()) {
                continue;
            }
            if (read.get().hash().equals(hash(file.good))) {
                file.good = read.get(); // only comments or blanks differ, and places with them
            } else {
                newer.add(file);
            }
        }
        for (Watched file : newer) {
            WorkspaceFile read = file.read.files().getFirst();
            List<WorkspaceFile> others =
                    good().stream().filter(other -> other != file.good).toList();
            List<Problem> clashes = Neighbours.clashes(read, others);
            found.addAll(clashes);
            if (clashes.isEmpty()) {
                file.good = read;
            }
        }
        return found.stream().sorted(Problem.BY_PLACE).toList();
    }

    private static Map<String, WorkspaceFile> byName(Collection<WorkspaceFile> files) {
        Map<String, WorkspaceFile> byName = new LinkedHashMap<>();
        files.forEach(file -> byName.put(file.workspace().name(), file));
        return byName;
    }

    private static String hash(@Nullable WorkspaceFile file) {
        return file == null ? "" : file.hash();
    }

    private static Optional<Stamp> stamp(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Stamp(attributes.lastModifiedTime().toInstant(), attributes.size()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private record Stamp(Instant modified, long size) {}

    private static final class Watched {
        /** Of the content read, or null where it must be read again. */
        @Nullable
        Stamp stamp;

        Loaded read = new Loaded(List.of(), List.of());

        @Nullable
        WorkspaceFile good;
    }
}
