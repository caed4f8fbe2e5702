package dev.tidemark.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Loads workspace files: a file is one customer. */
public final class WorkspaceFiles {

    /** Beyond this a file has more characters than are read, whatever their length. */
    private static final int MOST_BYTES = 4 * WorkspaceReader.MOST_CHARACTERS + 4;

    private WorkspaceFiles() {}

    /**
     * What was read.
     *
     * @param files those without a problem
     * @param problems every mistake of every file, in the order of files and lines
     */
    public record Loaded(List<WorkspaceFile> files, List<Problem> problems) {
        public Loaded {
            files = List.copyOf(files);
            problems = List.copyOf(problems);
        }

        public boolean ok() {
            return problems.isEmpty();
        }
    }

    /**
     * Loads files and folders. Of a folder, every {@code .yaml} and {@code .yml} file in it that is not hidden.
     *
     * @param filesOrFolders in any order; a file that is named twice counts once
     */
    public static Loaded load(List<Path> filesOrFolders, Catalog catalog) {
        List<Problem> problems = new ArrayList<>();
        List<Loaded> read = new ArrayList<>();
        for (Path path : find(filesOrFolders, problems)) {
            read.add(read(path, catalog));
        }
        List<WorkspaceFile> good = new ArrayList<>();
        for (Loaded one : read) {
            problems.addAll(one.problems());
            for (WorkspaceFile file : one.files()) {
                List<Problem> clashes = Neighbours.clashes(file, good);
                problems.addAll(clashes);
                if (clashes.isEmpty()) {
                    good.add(file);
                }
            }
        }
        return new Loaded(good, problems);
    }

    /**
     * Reads the text of one file.
     *
     * @param file how problems name it
     */
    public static Loaded parse(String file, String text, Catalog catalog) {
        Problems problems = new Problems(file, text);
        if (text.length() > WorkspaceReader.MOST_CHARACTERS) {
            problems.add(
                    new Yaml.Place(0, 0, 0, 0), "the file has more than a million characters", "Name a workspace file");
            return new Loaded(List.of(), problems.inOrder());
        }
        Optional<Yaml> root = YamlReader.read(text, problems);
        Catalog here = catalog.in(folder(file));
        Optional<Workspace> workspace = root.flatMap(found -> new WorkspaceReader(here, problems).read(found));
        if (root.isEmpty() || workspace.isEmpty() || problems.any()) {
            return new Loaded(List.of(), problems.inOrder());
        }
        return new Loaded(
                List.of(new WorkspaceFile(file, workspace.get(), root.get(), here.opened(), problems)), List.of());
    }

    private static Path folder(String file) {
        Path folder = Path.of(file).toAbsolutePath().getParent();
        return folder == null ? Path.of("").toAbsolutePath() : folder;
    }

    static Loaded read(Path path, Catalog catalog) {
        try {
            return parse(path.toString(), text(path), catalog);
        } catch (CharacterCodingException e) {
            return failed(path, "the file is not UTF-8 text", "Save it as UTF-8");
        } catch (IOException e) {
            return failed(path, "the file cannot be read", "Let the user of Tidemark read it");
        }
    }

    /** The files that are there now, in the order of their names. */
    static List<Path> find(List<Path> filesOrFolders, List<Problem> problems) {
        Set<Path> found = new LinkedHashSet<>();
        for (Path path : filesOrFolders) {
            if (Files.isDirectory(path)) {
                List<Path> inside = inside(path);
                if (inside.isEmpty()) {
                    problems.addAll(
                            failed(path, "the folder holds no workspace file", "Put one into it, such as acme.yaml")
                                    .problems());
                }
                found.addAll(inside);
            } else if (Files.exists(path)) {
                found.add(path.normalize());
            } else {
                problems.addAll(failed(path, "the file does not exist", "Name a workspace file, or a folder of them")
                        .problems());
            }
        }
        return found.stream().sorted().toList();
    }

    private static List<Path> inside(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(WorkspaceFiles::isWorkspaceFile)
                    .map(Path::normalize)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isWorkspaceFile(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(path);
    }

    private static String text(Path path) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES);
        }
        if (bytes.length == MOST_BYTES) {
            return " ".repeat(WorkspaceReader.MOST_CHARACTERS + 1); // told as too long, whatever it holds
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static Loaded failed(Path path, String message, String hint) {
        return new Loaded(List.of(), List.of(new Problem(path.toString(), 1, 1, message, hint, "")));
    }
}
