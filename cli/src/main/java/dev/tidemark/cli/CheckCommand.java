package dev.tidemark.cli;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Check;
import dev.tidemark.connector.Connector;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.overview.JdbcOverview;
import dev.tidemark.overview.SyncView;
import dev.tidemark.sync.Layout;
import dev.tidemark.workspace.Account;
import dev.tidemark.workspace.InboundSync;
import dev.tidemark.workspace.OutboundSync;
import dev.tidemark.workspace.Problem;
import dev.tidemark.workspace.SyncDefinition;
import dev.tidemark.workspace.Workspace;
import dev.tidemark.workspace.WorkspaceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark check}: tries everything that can be tried before anything moves. */
@Command(
        name = "check",
        description = {
            "Tries connections, secrets, permissions, streams, fields and mappings. Moves nothing.",
            "Without a file: the workspaces last in force on the store."
        },
        footer = {"", "Examples:", "  tidemark check acme.yaml", "  tidemark check --json customers/"})
final class CheckCommand extends StoreCommand {

    @Parameters(paramLabel = "FILE|FOLDER", arity = "0..*", description = "Workspace files, or folders of them")
    List<Path> files = List.of();

    private static final String WARNING = "warning";

    private final List<ObjectNode> findings = new ArrayList<>();
    private UnaryOperator<String> redaction = UnaryOperator.identity();

    CheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws InterruptedException {
        redaction = home::redact;
        for (WorkspaceFile file : Workspaces.load(home, files)) {
            List<Problem> missing = file.missingSecrets(home.secretReader());
            Set<String> unusable = new HashSet<>();
            for (Account account : file.workspace().accounts().values()) {
                if (!account(home, file, account, missing)) {
                    unusable.add(account.name());
                }
            }
            SameField.in(file.workspace())
                    .forEach(twice -> tell(
                            file.workspace().name() + "/" + twice.later(),
                            Check.Finding.ok(WARNING, twice.toString())));
            for (Account account : file.workspace().accounts().values()) {
                if (account.layout().isPresent() && !unusable.contains(account.name())) {
                    LayoutReport.of(file.workspace(), account, home.connectors().source(account))
                            .forEach(line -> tell(
                                    file.workspace().name() + "/" + account.name(), Check.Finding.ok(WARNING, line)));
                }
            }
            home.accounts().channels(file.workspace()).forEach((name, channel) -> {
                String label = file.workspace().name() + "/" + name;
                String needed = file.workspace().channels().values().stream()
                        .filter(c -> c.name().equals(name))
                        .flatMap(c -> c.password().stream())
                        .map(ref -> name(ref.toString()))
                        .findFirst()
                        .orElse("");
                Optional<Problem> lacks = missing.stream()
                        .filter(p -> !needed.isEmpty() && p.message().contains(needed))
                        .findFirst();
                lacks.ifPresentOrElse(
                        p -> tell(label, Check.Finding.wrong("secrets", p.toString(), p.hint())),
                        () -> channel.check().findings().forEach(f -> tell(label, f)));
            });
            for (SyncDefinition sync : file.workspace().syncs()) {
                if (!unusable.contains(sync.from()) && !unusable.contains(sync.to())) {
                    sync(home, file.workspace(), sync);
                }
            }
        }
        boolean ok = findings.stream().allMatch(f -> f.path("ok").asBoolean());
        if (common.json) {
            ObjectNode node = Json.object().put("ok", ok);
            findings.forEach(node.putArray("findings")::add);
            Json.print(terminal, node);
        } else {
            terminal.say(ok ? "All is well." : "Something must be mended first; nothing was moved.");
        }
        return ok ? Exit.OK : Exit.FAILED;
    }

    private boolean account(Home home, WorkspaceFile file, Account account, List<Problem> missing)
            throws InterruptedException {
        String label = file.workspace().name() + "/" + account.name();
        List<Problem> mine = missing.stream()
                .filter(p -> account.secrets().values().stream()
                        .anyMatch(ref -> p.message().contains(name(ref.toString()))))
                .toList();
        if (!mine.isEmpty()) {
            mine.forEach(p -> tell(label, Check.Finding.wrong("secrets", p.toString(), p.hint())));
            return false;
        }
        return attempt(label, "account", () -> {
            Connector connector = home.connectors().of(account);
            Access access = Patience.waiting(
                    home.accounts().open(file.workspace(), account.name()).open());
            boolean isRead = account.side() == Account.Side.SOURCE;
            Check check = Patience.ask(() -> isRead && connector instanceof SourceConnector source
                    ? source.checkSource(access)
                    : connector.check(access));
            check.findings().forEach(f -> tell(label, f));
            if (isRead) {
                Hooked.of(connector)
                        .ifPresent(hooked ->
                                tell(label, HookWords.check(file.workspace().name(), account, hooked)));
            }
            return check.ok();
        });
    }

    private static String name(String reference) {
        return reference.substring(reference.indexOf(':') + 1, reference.length() - 1);
    }

    private void sync(Home home, Workspace workspace, SyncDefinition sync) throws InterruptedException {
        String label = workspace.name() + "/" + sync.name();
        attempt(label, "sync", () -> {
            switch (sync) {
                case InboundSync in -> inbound(home, workspace, in, label);
                case OutboundSync out -> outbound(home, workspace, out, label);
            }
            return true;
        });
    }

    private void inbound(Home home, Workspace workspace, InboundSync in, String label)
            throws HttpFailed, Unavailable, InterruptedException {
        Access access =
                Patience.waiting(home.accounts().open(workspace, in.from()).open());
        Optional<StreamSpec> stream = Patience.ask(() -> home.connectors()
                .source(workspace.account(in.from()))
                .describe(access, in.stream(), in.fields().named()));
        if (stream.isEmpty()) {
            throw new ConnectorException(
                    "sync.unknown_stream",
                    "the account " + in.from() + " has no stream " + in.stream() + " that it may read",
                    "'tidemark discover " + workspace.name() + "/" + in.from() + "' lists the streams");
        }
        Layout layout = new Layout(in.fields());
        StreamSpec chosen = layout.choose(stream.get());
        int columns = layout.columns(chosen).size();
        int lists = layout.beside(chosen, in.table().name()).lists().size();
        tell(
                label,
                Check.Finding.ok(
                        "stream " + in.stream(),
                        columns + " columns, key "
                                + String.join(", ", stream.get().key())
                                + (lists == 0 ? "" : ", " + Words.count(lists) + " lists as tables")));
        readTwice(workspace, in).ifPresent(finding -> tell(label, finding));
    }

    /** Each has a checkpoint of its own, so nothing that one asked for serves the other. */
    private static Optional<Check.Finding> readTwice(Workspace workspace, InboundSync in) {
        List<String> others = workspace.syncs().stream()
                .filter(s -> s instanceof InboundSync other
                        && !other.name().equals(in.name())
                        && other.from().equals(in.from())
                        && other.stream().equals(in.stream()))
                .map(SyncDefinition::name)
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(Check.Finding.ok(
                        "requests",
                        "the stream " + in.stream() + " is read " + (others.size() + 1) + " times over, also by "
                                + String.join(", ", others) + ": each sync asks for all of it and for each change of"
                                + " it by itself, with a checkpoint of its own, and spends " + in.from() + "'s quota"
                                + " on it; a view over one table costs no request"));
    }

    private void outbound(Home home, Workspace workspace, OutboundSync out, String label)
            throws HttpFailed, Unavailable, InterruptedException {
        tell(label, model(home, workspace, out));
        Access to = Patience.waiting(home.accounts().open(workspace, out.to()).open());
        int batch = Patience.ask(
                () -> home.connectors().records(workspace.account(out.to())).prepare(to, out.write()));
        tell(
                label,
                Check.Finding.ok(
                        "mapping to " + out.write().stream(),
                        out.write().mapping().size() + " fields, up to " + batch + " rows in a request"));
    }

    private static Check.Finding model(Home home, Workspace workspace, OutboundSync out)
            throws HttpFailed, Unavailable, InterruptedException {
        Access from =
                Patience.waiting(home.accounts().open(workspace, out.from()).open());
        try {
            int columns = Patience.ask(() -> home.connectors()
                            .models(workspace.account(out.from()))
                            .inspect(from, out.model()))
                    .size();
            return Check.Finding.ok(
                    "model",
                    columns + " columns, key " + String.join(", ", out.model().key()));
        } catch (ConnectorException e) {
            if (e.code().equals(ModelSource.TABLE_MISSING) && !isFilled(home, workspace, out.from())) {
                return Check.Finding.ok(
                        "model", "cannot be tried before the tables of this workspace are filled; " + e.getMessage());
            }
            throw e;
        }
    }

    /** Whether every sync of the workspace into this database has succeeded once, so that all its tables are there. */
    private static boolean isFilled(Home home, Workspace workspace, String database) {
        Set<String> filled = home.read(JdbcOverview::syncs).stream()
                .filter(s -> s.workspace().equals(workspace.name())
                        && s.lastSuccessAt().isPresent())
                .map(SyncView::name)
                .collect(Collectors.toSet());
        return workspace.syncs().stream()
                .filter(s -> s instanceof InboundSync && s.to().equals(database))
                .allMatch(s -> filled.contains(s.name()));
    }

    /** One thing tried, which may also end in an error. */
    private interface Attempt {
        boolean run() throws HttpFailed, Unavailable, InterruptedException;
    }

    private boolean attempt(String label, String what, Attempt attempt) throws InterruptedException {
        try {
            return attempt.run();
        } catch (ConnectorException e) {
            tell(label, Check.Finding.wrong(what, e.code() + ": " + e.getMessage(), e.whatToDo()));
        } catch (Refusal e) {
            tell(label, Check.Finding.wrong(what, e.code() + ": " + e.getMessage(), e.whatToDo()));
        } catch (HttpFailed | Unavailable e) {
            tell(
                    label,
                    Check.Finding.wrong(
                            what,
                            String.valueOf(e.getMessage()),
                            "See that the address is right and can be reached from here"));
        }
        return false;
    }

    /** Apps and databases may repeat a secret in what they say (invariant 9). */
    private void tell(String label, Check.Finding finding) {
        String detail = redaction.apply(finding.detail());
        findings.add(Json.object()
                .put("what", label)
                .put("tried", finding.what())
                .put("ok", finding.ok())
                .put("detail", detail)
                .put("what_to_do", finding.whatToDo()));
        if (!common.json) {
            terminal.say((finding.what().equals(WARNING) ? "! " : finding.ok() ? "✓ " : "✗ ") + label + "  "
                    + finding.what() + ": " + detail);
            if (!finding.ok()) {
                terminal.say("    " + finding.whatToDo());
            }
        }
    }
}
