package dev.tidemark.workspace;

import dev.tidemark.workspace.Account.Side;
import dev.tidemark.workspace.Yaml.Entries;
import dev.tidemark.workspace.Yaml.Entry;
import dev.tidemark.workspace.Yaml.Place;
import dev.tidemark.workspace.Yaml.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a workspace from the text of its file. */
final class WorkspaceReader {

    /** More than any person writes. */
    static final int MOST_CHARACTERS = 1 << 20;

    private static final List<String> KEYS = List.of("workspace", "sources", "destinations", "syncs", "notify");
    private static final Place START = new Place(0, 0, 0, 0);

    private final Catalog catalog;
    private final Problems problems;

    WorkspaceReader(Catalog catalog, Problems problems) {
        this.catalog = catalog;
        this.problems = problems;
    }

    /** The workspace; with problems found it may lack parts, or all. */
    Optional<Workspace> read(Yaml root) {
        if (!(root instanceof Entries entries)) {
            problems.unreadable(
                    root.at(), "this is not a workspace", "Begin with 'workspace: ' and the customer's name");
            return Optional.empty();
        }
        Scalar file = new Scalar("the file", true, START);
        Keys keys = Keys.of(file, entries, "a workspace file", problems).orElseThrow();
        keys.allow(KEYS);
        Optional<String> name = keys.required("workspace", "Write 'workspace: ' and the customer's name")
                .filter(this::isName)
                .map(Scalar::text);
        Accounts accounts = accounts(keys, name.map(Names::schemaOf).orElse("public"));
        List<SyncDefinition> syncs = syncs(keys, accounts);
        Map<String, EmailChannel> channels = channels(keys);
        if (problems.any() || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Workspace(name.get(), accounts.readable(), syncs, channels));
    }

    private Accounts accounts(Keys keys, String schema) {
        Accounts accounts = new Accounts(catalog);
        AccountReader reader = new AccountReader(catalog, schema, problems);
        read(keys, "sources", Side.SOURCE, accounts, reader);
        read(keys, "destinations", Side.DESTINATION, accounts, reader);
        boolean needsDatabase = accounts.databases().isEmpty() && !accounts.anyUnreadable();
        if (needsDatabase && !accounts.isDeclared(Account.WAREHOUSE)) {
            accounts.add(Account.WAREHOUSE, Optional.of(Account.embedded(Account.WAREHOUSE, schema)));
        }
        return accounts;
    }

    private void read(Keys keys, String section, Side side, Accounts accounts, AccountReader reader) {
        for (Entry entry : entries(keys, section, section)) {
            if (accounts.isDeclared(entry.key().text())) {
                problems.add(
                        entry.key().at(),
                        "'" + entry.key().text() + "' is the name of a source already",
                        "Give it another name; an account that is read and written stands under 'sources:' once");
            } else if (isName(entry.key())) {
                accounts.add(entry.key().text(), reader.read(entry, side));
            }
        }
    }

    private List<SyncDefinition> syncs(Keys keys, Accounts accounts) {
        SyncReader reader = new SyncReader(accounts, problems);
        TableOwners owners = new TableOwners(accounts.readable(), problems);
        List<SyncDefinition> syncs = new ArrayList<>();
        for (Entry entry : entries(keys, "syncs", "syncs")) {
            isName(entry.key());
            Optional<SyncDefinition> sync = reader.read(entry);
            sync.ifPresent(syncs::add);
            sync.ifPresent(found -> owners.claim(found, entry));
        }
        return syncs;
    }

    private Map<String, EmailChannel> channels(Keys keys) {
        NoticeReader reader = new NoticeReader(problems);
        Map<String, EmailChannel> channels = new LinkedHashMap<>();
        for (Entry entry : entries(keys, "notify", "channels")) {
            isName(entry.key());
            reader.read(entry).ifPresent(channel -> channels.put(channel.name(), channel));
        }
        return channels;
    }

    private List<Entry> entries(Keys keys, String section, String what) {
        Optional<Yaml> value = keys.value(section);
        if (value.isEmpty() || (value.get() instanceof Scalar scalar && scalar.isNothing())) {
            return List.of();
        }
        return Keys.of(keys.keyOf(section), value.get(), what, problems)
                .map(found -> List.copyOf(found.all()))
                .orElse(List.of());
    }

    private boolean isName(Scalar name) {
        boolean good = Names.NAME.matcher(name.text()).matches();
        if (!good) {
            problems.add(
                    name.at(),
                    "'" + name.text() + "' cannot be a name",
                    "Lower case letters, digits, '_' and '-', beginning with a letter, at most 48");
        }
        return good;
    }
}
