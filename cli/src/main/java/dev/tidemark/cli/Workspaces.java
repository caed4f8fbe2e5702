package dev.tidemark.cli;

import dev.tidemark.engine.JdbcWorkspaces;
import dev.tidemark.engine.WorkspaceSource;
import dev.tidemark.overview.SyncView;
import dev.tidemark.workspace.Account;
import dev.tidemark.workspace.Problem;
import dev.tidemark.workspace.Workspace;
import dev.tidemark.workspace.WorkspaceFile;
import dev.tidemark.workspace.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Workspaces from files, or those last in force from the store. */
final class Workspaces {

    /** An account and the workspace that it is in. */
    record Found(Workspace workspace, Account account) {
        String label() {
            return workspace.name() + "/" + account.name();
        }
    }

    private Workspaces() {}

    /** Relative paths begin at the terminal's folder, and are shown as they were given. */
    static List<Path> paths(Terminal terminal, List<Path> files) {
        return files.stream()
                .map(f -> f.isAbsolute() ? f : terminal.folder().resolve(f).normalize())
                .toList();
    }

    /** @throws Wrong where a file has a problem */
    static List<WorkspaceFile> load(Home home, List<Path> files) {
        WorkspaceFiles.Loaded loaded =
                files.isEmpty() ? inForce(home) : WorkspaceFiles.load(paths(home.terminal(), files), home.catalog());
        if (!loaded.ok()) {
            throw new Wrong(loaded.problems());
        }
        if (loaded.files().isEmpty()) {
            throw new Refusal(
                    Exit.USAGE,
                    "workspace.none",
                    "no workspace is in force on this store",
                    "Name a workspace file, start 'tidemark run FILE' first, or name the store with --data or --store");
        }
        return loaded.files();
    }

    /** The workspace in force that a sync is in. */
    static Workspace of(Home home, SyncView sync) {
        return load(home, List.of()).stream()
                .map(WorkspaceFile::workspace)
                .filter(w -> w.name().equals(sync.workspace()))
                .findFirst()
                .orElseThrow(() -> notInForce(sync));
    }

    static Refusal notInForce(SyncView sync) {
        return new Refusal(
                Exit.FAILED,
                "sync.gone",
                sync.label() + " is in no workspace in force",
                "Put it back into its file and start 'tidemark run'");
    }

    private static WorkspaceFiles.Loaded inForce(Home home) {
        List<WorkspaceFile> files = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (JdbcWorkspaces.Applied one : home.read(new JdbcWorkspaces()::all)) {
            WorkspaceFiles.Loaded loaded = WorkspaceFiles.parse(one.path(), one.content(), home.catalog());
            files.addAll(loaded.files());
            problems.addAll(loaded.problems());
        }
        return new WorkspaceFiles.Loaded(files, problems);
    }

    /** The account of this name, alone or behind its workspace's. */
    static Found account(List<WorkspaceFile> files, String name) {
        List<Found> all = files.stream()
                .map(WorkspaceFile::workspace)
                .flatMap(w -> w.accounts().values().stream().map(a -> new Found(w, a)))
                .toList();
        List<Found> meant = all.stream()
                .filter(f -> f.label().equals(name) || f.account().name().equals(name))
                .toList();
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        throw new Refusal(
                Exit.USAGE,
                meant.isEmpty() ? "account.unknown" : "account.ambiguous",
                (meant.isEmpty() ? "there is no account " : "several accounts are named ") + name,
                "Name one of "
                        + String.join(", ", all.stream().map(Found::label).toList()));
    }

    static WorkspaceSource source(WorkspaceFile file) {
        try {
            return new WorkspaceSource(
                    file.workspace(), file.hash(), file.file(), Files.readString(Path.of(file.file())));
        } catch (IOException e) {
            throw new Refusal(
                    Exit.USAGE,
                    "workspace.unreadable",
                    "the file " + file.file() + " cannot be read any more",
                    "Put it back");
        }
    }

    /** Workspace files with mistakes. */
    static final class Wrong extends RuntimeException {

        private final transient List<Problem> problems;

        Wrong(List<Problem> problems) {
            super(problems.size() + " problems in workspace files");
            this.problems = List.copyOf(problems);
        }

        List<Problem> problems() {
            return problems;
        }
    }
}
