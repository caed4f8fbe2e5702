package dev.tidemark.sandbox.salesforce.data;

import dev.tidemark.sandbox.salesforce.org.Org;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Loads a folder into an org: every {@code Object.csv} and every {@code *.sql} dump in it. */
public final class DataFolder {
    private DataFolder() {}

    /**
     * Loads all or nothing of a folder. Objects and columns that the schema lacks are added to it; keys become real ids,
     * and lookups follow them.
     *
     * @param userId who owns rows that name no owner
     * @return how many rows of which object, in the order of the files
     * @throws BadData if a file cannot be understood: which line, and why
     */
    public static Map<String, Integer> load(Path folder, Org org, String userId) throws BadData {
        if (!Files.isDirectory(folder)) {
            throw new BadData(folder.toString(), "there is no such folder");
        }
        var tables = new ArrayList<Staged>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".csv")) {
                tables.add(Csv.read(file.toString(), name.substring(0, name.length() - 4), text(file)));
            } else {
                tables.addAll(SqlDump.read(file.toString(), text(file)));
            }
        }
        if (tables.isEmpty()) {
            throw new BadData(folder.toString(), "there is no *.csv and no *.sql file with a table in it");
        }
        return new Loader(org, userId, tables).load();
    }

    private static List<Path> files(Path folder) throws BadData {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".csv") || file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new BadData(folder.toString(), "cannot be read: " + unreadable.getMessage());
        }
    }

    private static String text(Path file) throws BadData {
        try {
            return Files.readString(file);
        } catch (MalformedInputException notUtf8) {
            throw new BadData(file.toString(), "is not UTF-8 text");
        } catch (IOException unreadable) {
            throw new BadData(file.toString(), "cannot be read: " + unreadable.getMessage());
        }
    }
}
