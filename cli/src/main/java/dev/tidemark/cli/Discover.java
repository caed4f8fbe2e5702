package dev.tidemark.cli;

import dev.tidemark.checkpoint.StreamJson;
import dev.tidemark.connector.Access;
import dev.tidemark.connector.Connector;
import dev.tidemark.connector.Field;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.workspace.Account;
import dev.tidemark.workspace.WorkspaceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;

/** {@code tidemark discover}: what an app has to offer. */
@Command(
        name = "discover",
        description = {
            "Lists the streams of an app with keys, cursors, fields and types.",
            "Without an account: of every app in the workspaces."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark discover salesforce --file acme.yaml",
            "  tidemark discover acme/salesforce --stream Account"
        })
final class Discover extends StoreCommand {

    @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "As in the workspace file, or WORKSPACE/ACCOUNT")
    @Nullable
    String account;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A workspace file. Default: those last in force on the store")
    List<Path> files = List.of();

    @Option(names = "--stream", paramLabel = "NAME", description = "One stream, with its fields")
    @Nullable
    String stream;

    Discover(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Home home) throws Exception {
        List<WorkspaceFile> loaded = Workspaces.load(home, files);
        List<Workspaces.Found> asked = account == null
                ? loaded.stream()
                        .map(WorkspaceFile::workspace)
                        .flatMap(w -> w.accounts().values().stream().map(a -> new Workspaces.Found(w, a)))
                        .filter(f -> isRead(home.connectors().of(f.account()), f.account()))
                        .toList()
                : List.of(Workspaces.account(loaded, account));
        ArrayNode json = Json.array();
        for (Workspaces.Found found : asked) {
            List<StreamSpec> streams = streams(home, found);
            for (StreamSpec one : streams) {
                json.add(Json.object().put("account", found.label()).set("stream", StreamJson.node(one)));
            }
            if (!common.json) {
                print(found, streams);
            }
        }
        if (common.json) {
            Json.print(terminal, json);
        }
        return Exit.OK;
    }

    /** A database that stands among the destinations is read by models. */
    private static boolean isRead(Connector connector, Account account) {
        return connector instanceof SourceConnector
                && (account.side() == Account.Side.SOURCE || !(connector instanceof TableDestination));
    }

    private List<StreamSpec> streams(Home home, Workspaces.Found found) throws Exception {
        Connector connector = home.connectors().of(found.account());
        Access access = Patience.waiting(
                home.accounts().open(found.workspace(), found.account().name()).open());
        if (!(connector instanceof SourceConnector source) || !isRead(connector, found.account())) {
            throw new Refusal(
                    Exit.USAGE,
                    "account.no_streams",
                    found.label() + " is a database in which tables are kept, and has no streams",
                    "Name an app, or a database under 'sources:'; for this one try 'tidemark sql --on " + found.label()
                            + "'");
        }
        String wanted = stream;
        if (wanted == null) {
            return Patience.ask(() -> source.discover(access));
        }
        return List.of(Patience.ask(() -> source.describe(access, wanted))
                .orElseThrow(() -> new Refusal(
                        Exit.FAILED,
                        "sync.unknown_stream",
                        "the account " + found.label() + " has no stream " + wanted,
                        "Leave out --stream to list them")));
    }

    private void print(Workspaces.Found found, List<StreamSpec> streams) {
        terminal.say(found.label());
        if (stream != null) {
            fields(streams.getFirst());
            return;
        }
        Table table = new Table("STREAM", "KEY", "CURSOR", "VERSION", "DELETES", "FIELDS");
        List<List<String>> rows = new ArrayList<>();
        for (StreamSpec one : streams) {
            rows.add(List.of(
                    one.name(),
                    String.join(", ", one.key()),
                    one.cursor().name().toLowerCase(Locale.ROOT),
                    one.versionField().orElse("-"),
                    deletes(one),
                    Integer.toString(one.fields().size())));
        }
        rows.forEach(table::row);
        table.print(terminal);
    }

    /** Whether the app tells of them, each reading shows them, or only a reading of everything would. */
    private static String deletes(StreamSpec one) {
        if (one.seesDeletes()) {
            return "seen";
        }
        return one.cursor() == StreamSpec.CursorKind.NONE ? "by absence" : "not seen";
    }

    private void fields(StreamSpec one) {
        terminal.say(one.name() + ": key " + String.join(", ", one.key()) + "; cursor "
                + one.cursor().name().toLowerCase(Locale.ROOT) + "; deletes "
                + deletes(one));
        Table table = new Table("FIELD", "TYPE", "DETAIL", "WRITABLE", "NOT VOUCHED");
        for (Field field : one.fields()) {
            table.row(
                    field.name(),
                    field.type().name().toLowerCase(Locale.ROOT),
                    field.detail(),
                    field.writable() ? "yes" : "",
                    one.notVouched().contains(field.name()) ? "changes without a trace" : "");
        }
        table.print(terminal);
    }
}
