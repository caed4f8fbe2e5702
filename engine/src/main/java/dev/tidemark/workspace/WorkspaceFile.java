package dev.tidemark.workspace;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.secret.SecretReader;
import dev.tidemark.workspace.Yaml.Entries;
import dev.tidemark.workspace.Yaml.Entry;
import dev.tidemark.workspace.Yaml.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A workspace, the file it was read from, and where in that file each thing stands. */
public final class WorkspaceFile {

    private final String file;
    private final Workspace workspace;
    private final String hash;
    private final Yaml root;
    private final Set<String> opened;
    private final Problems places;

    /** @param opened the connectors that were opened from files, by their names */
    WorkspaceFile(String file, Workspace workspace, Yaml root, Set<String> opened, Problems places) {
        this.file = file;
        this.workspace = workspace;
        this.root = root;
        this.places = places;
        this.opened = Set.copyOf(opened);
        this.hash = ContentHash.of(root, opened);
    }

    /** As it was named when it was loaded. */
    public String file() {
        return file;
    }

    public Workspace workspace() {
        return workspace;
    }

    /**
     * SHA-256 of the content, and of the connectors it names by a path, in hexadecimal digits. Comments, blanks, quotes and the order of keys do not change it, so
     * workers whose hashes are equal work by the same definitions.
     */
    public String hash() {
        return hash;
    }

    /** Whether it names connectors by paths, so that what is in other files counts too. */
    boolean hangsOnFiles() {
        return !opened.isEmpty();
    }

    /** Every secret without a value now: an environment variable that is not set, a file that cannot be read. */
    public List<Problem> missingSecrets(SecretReader reader) {
        List<Problem> missing = new ArrayList<>();
        for (Account account : workspace.accounts().values()) {
            account.secrets().forEach((name, ref) -> {
                try {
                    reader.read(ref);
                } catch (ConnectorException e) {
                    String section = account.side() == Account.Side.SOURCE ? "sources" : "destinations";
                    missing.add(problemAt(
                            List.of(section, account.name(), name), String.valueOf(e.getMessage()), e.whatToDo()));
                }
            });
        }
        for (EmailChannel channel : workspace.channels().values()) {
            channel.password().ifPresent(ref -> {
                try {
                    reader.read(ref);
                } catch (ConnectorException e) {
                    missing.add(problemAt(
                            List.of("notify", channel.name(), "password"),
                            String.valueOf(e.getMessage()),
                            e.whatToDo()));
                }
            });
        }
        return missing.stream().sorted(Problem.BY_PLACE).toList();
    }

    /**
     * A problem found later, such as a stream that the account does not have, at the place it comes from.
     *
     * @param keys the way to the value, such as {@code syncs, accounts, from}; where it ends early, the last key found
     */
    public Problem problemAt(List<String> keys, String message, String hint) {
        Yaml value = root;
        Place at = new Place(0, 0, 0, 0);
        for (String key : keys) {
            Entry next = value instanceof Entries entries
                    ? entries.entries().stream()
                            .filter(entry -> entry.key().text().equals(key))
                            .findFirst()
                            .orElse(null)
                    : null;
            if (next == null) {
                break;
            }
            value = next.value();
            at = value instanceof Yaml.Scalar ? value.at() : next.key().at();
        }
        return places.later(at, message, hint);
    }

    @Override
    public String toString() {
        return workspace.name() + " (" + file + ")";
    }
}
