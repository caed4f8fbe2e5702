package dev.tidemark.cli;

import dev.tidemark.access.CountedAccess;
import dev.tidemark.connector.Access;
import dev.tidemark.connector.Amount;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.RateLimit;
import dev.tidemark.connector.Size;
import dev.tidemark.connector.Sized;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.StreamSpec;
import dev.tidemark.connector.Unavailable;
import dev.tidemark.estimate.Share;
import dev.tidemark.quota.JdbcQuota;
import dev.tidemark.quota.Outlook;
import dev.tidemark.sync.Layout;
import dev.tidemark.workspace.InboundSync;
import dev.tidemark.workspace.SyncDefinition;
import dev.tidemark.workspace.Workspace;
import dev.tidemark.workspace.WorkspaceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidemark estimate}: what backfills will take. */
@Command(
        name = "estimate",
        description = {
            "How many requests, and how long at the granted share, a first reading of everything takes.",
            "Asks each app as little as tells it; what an app does not tell is called unknown, or a bound. Moves"
                    + " nothing."
        },
        footer = {"", "Examples:", "  tidemark estimate -f acme.yaml", "  tidemark estimate acme/accounts --json"})
final class EstimateCommand extends StoreCommand {

    @Parameters(paramLabel = "SYNC", arity = "0..*", description = "As in the workspace file, or WORKSPACE/SYNC")
    List<String> syncs = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A workspace file. Default: those last in force on the store")
    List<Path> files = List.of();

    private long asked;

    EstimateCommand(Terminal terminal) {
        super(terminal);
    }

    /** A sync that reads from an app. */
    private record Wanted(Workspace workspace, InboundSync sync) {
        String label() {
            return workspace.name() + "/" + sync.name();
        }

        String account() {
            return workspace.name() + "/" + sync.from();
        }
    }

    /** What was found of one, or why nothing was. */
    private record Found(Wanted wanted, Optional<Size> size, String code, String error, String whatToDo) {}

    @Override
    int run(Home home) throws InterruptedException {
        List<Wanted> wanted = wanted(Workspaces.load(home, files));
        List<Found> found = new ArrayList<>();
        for (Wanted one : wanted) {
            found.add(ask(home, one));
        }
        Map<String, Outlook> outlooks = outlooks(home, wanted);
        Map<String, Share> shares = shares(found, outlooks);
        if (common.json) {
            Json.print(terminal, json(found, outlooks, shares));
        } else {
            print(found, outlooks, shares);
        }
        return found.stream().allMatch(f -> f.size.isPresent()) ? Exit.OK : Exit.FAILED;
    }

    private List<Wanted> wanted(List<WorkspaceFile> loaded) {
        List<Wanted> all = new ArrayList<>();
        Set<String> outbound = new HashSet<>();
        for (WorkspaceFile file : loaded) {
            for (SyncDefinition sync : file.workspace().syncs()) {
                if (sync instanceof InboundSync in) {
                    all.add(new Wanted(file.workspace(), in));
                } else {
                    outbound.add(sync.name());
                    outbound.add(file.workspace().name() + "/" + sync.name());
                }
            }
        }
        for (String name : syncs) {
            if (all.stream().noneMatch(w -> is(w, name))) {
                throw new Refusal(
                        Exit.USAGE,
                        outbound.contains(name) ? "sync.outbound" : "sync.unknown",
                        outbound.contains(name)
                                ? name + " writes to an app, and has no backfill"
                                : "there is no sync " + name,
                        "Name one of " + all.stream().map(Wanted::label).collect(Collectors.joining(", ")));
            }
        }
        return syncs.isEmpty()
                ? all
                : all.stream()
                        .filter(w -> syncs.stream().anyMatch(name -> is(w, name)))
                        .toList();
    }

    private static boolean is(Wanted one, String name) {
        return name.equals(one.label()) || name.equals(one.sync.name());
    }

    private Found ask(Home home, Wanted one) throws InterruptedException {
        try {
            return new Found(one, Optional.of(size(home, one)), "", "", "");
        } catch (ConnectorException e) {
            return failed(home, one, e.code(), e.getMessage(), e.whatToDo());
        } catch (Refusal e) {
            return failed(home, one, e.code(), e.getMessage(), e.whatToDo());
        } catch (HttpFailed | Unavailable e) {
            return failed(
                    home,
                    one,
                    "source.unavailable",
                    e.getMessage(),
                    "See that the address is right and can be reached from here; 'tidemark check' tries it");
        }
    }

    private static Found failed(Home home, Wanted one, String code, @Nullable String error, String whatToDo) {
        return new Found(one, Optional.empty(), code, home.redact(String.valueOf(error)), home.redact(whatToDo));
    }

    private Size size(Home home, Wanted one) throws HttpFailed, Unavailable, InterruptedException {
        InboundSync sync = one.sync;
        CountedAccess counted = home.accounts().open(one.workspace, sync.from()).open();
        try {
            SourceConnector source = home.connectors().source(one.workspace.account(sync.from()));
            if (!(source instanceof Sized sized)) {
                String why = "this connector cannot tell before it reads";
                return new Size(Amount.unknown(why), Amount.atLeast(1, why), "");
            }
            Access access = Patience.waiting(counted);
            StreamSpec stream = Patience.ask(() ->
                            source.describe(access, sync.stream(), sync.fields().named()))
                    .orElseThrow(() -> new ConnectorException(
                            "sync.unknown_stream",
                            "the account " + sync.from() + " has no stream " + sync.stream() + " that it may read",
                            "'tidemark discover " + one.account() + "' lists the streams"));
            StreamSpec chosen = new Layout(sync.fields()).choose(stream);
            return Patience.ask(() -> sized.size(access, chosen));
        } finally {
            asked += counted.takeSent();
        }
    }

    private static Map<String, Outlook> outlooks(Home home, List<Wanted> wanted) {
        Map<String, JdbcQuota.Status> known = home.read(new JdbcQuota(home.store(), home.clock())::statuses).stream()
                .collect(Collectors.toMap(JdbcQuota.Status::account, s -> s));
        Map<String, Outlook> outlooks = new LinkedHashMap<>();
        for (Wanted one : wanted) {
            outlooks.computeIfAbsent(
                    one.account(),
                    account -> Outlook.of(
                            home.accounts().open(one.workspace, one.sync.from()).allowance(),
                            Optional.ofNullable(known.get(account))));
        }
        return outlooks;
    }

    private static Map<String, Share> shares(List<Found> found, Map<String, Outlook> outlooks) {
        Map<String, Share> shares = new LinkedHashMap<>();
        outlooks.forEach((account, outlook) -> shares.put(
                account,
                Share.of(
                        found.stream()
                                .filter(f -> f.wanted.account().equals(account))
                                .map(f -> f.size.orElseGet(() -> {
                                    String why = f.wanted.label() + " could not be asked for";
                                    return new Size(Amount.unknown(why), Amount.unknown(why), "");
                                }))
                                .toList(),
                        outlook)));
        return shares;
    }

    private void print(List<Found> found, Map<String, Outlook> outlooks, Map<String, Share> shares) {
        if (found.isEmpty()) {
            terminal.say("No sync reads from an app.");
            return;
        }
        Table table = new Table("SYNC", "RECORDS", "REQUESTS", "HOW");
        for (Found one : found) {
            table.row(
                    one.wanted.label(),
                    one.size.map(s -> words(s.records())).orElse("-"),
                    one.size.map(s -> words(s.requests())).orElse("-"),
                    one.size.map(Size::how).orElse("could not be asked"));
        }
        table.print(terminal);
        terminal.say("");
        shares.forEach((account, share) -> terminal.say(account + "  " + words(share.requests())
                + (share.requests().number() == 1 ? " request, " : " requests, ") + time(share) + "; "
                + granted(Objects.requireNonNull(outlooks.get(account)))));
        List<String> reasons = reasons(found);
        if (!reasons.isEmpty()) {
            terminal.say("");
            terminal.say("Not known exactly:");
            reasons.forEach(reason -> terminal.say("  " + reason));
        }
        for (Found one : found) {
            if (one.size.isEmpty()) {
                terminal.say("");
                terminal.say("✗ " + one.wanted.label() + "  " + one.code + ": " + one.error);
                terminal.say("    " + one.whatToDo);
            }
        }
        terminal.say("");
        terminal.say(
                "Times are those of the granted share alone, if the API answers at once and nothing else is asked of"
                        + " the account. This estimate took " + Words.count(asked)
                        + (asked == 1 ? " request." : " requests."));
    }

    static String words(Amount amount) {
        return switch (amount.sureness()) {
            case EXACT -> Words.count(amount.number());
            case ABOUT -> "about " + Words.count(amount.number());
            case AT_LEAST -> "at least " + Words.count(amount.number());
            case UNKNOWN -> "unknown";
        };
    }

    private static String time(Share share) {
        Optional<Duration> time = share.time();
        if (time.isEmpty()) {
            return "as fast as it answers";
        }
        String sure = switch (share.requests().sureness()) {
            case EXACT, ABOUT -> "about ";
            case AT_LEAST, UNKNOWN -> "at least ";
        };
        return time.get().compareTo(Duration.ofSeconds(1)) < 0
                ? "as fast as it answers"
                : sure + Words.span(time.get());
    }

    private static String granted(Outlook outlook) {
        if (outlook.granted().isEmpty()) {
            return "nothing limits it";
        }
        return "granted "
                + outlook.granted().stream().map(EstimateCommand::words).collect(Collectors.joining(" and "))
                + (outlook.spentInDay() > 0
                        ? ", " + Words.count(outlook.spentInDay()) + " spent in the last 24 h"
                        : "");
    }

    private static String words(RateLimit limit) {
        return Words.count(limit.requests()) + " in " + Words.span(limit.per());
    }

    private static List<String> reasons(List<Found> found) {
        List<String> reasons = new ArrayList<>();
        for (Found one : found) {
            one.size.ifPresent(size -> {
                Amount both = size.records().plus(size.requests());
                if (!both.why().isEmpty()) {
                    reasons.add(one.wanted.label() + "  " + both.why());
                }
            });
        }
        return reasons;
    }

    private ObjectNode json(List<Found> found, Map<String, Outlook> outlooks, Map<String, Share> shares) {
        ObjectNode node = Json.object();
        ArrayNode list = node.putArray("syncs");
        for (Found one : found) {
            ObjectNode sync = list.addObject();
            sync.put("workspace", one.wanted.workspace.name());
            sync.put("sync", one.wanted.sync.name());
            sync.put("account", one.wanted.account());
            sync.put("stream", one.wanted.sync.stream());
            sync.set("records", one.size.map(s -> json(s.records())).orElse(null));
            sync.set("requests", one.size.map(s -> json(s.requests())).orElse(null));
            sync.put("how", one.size.map(Size::how).orElse(null));
            if (one.size.isEmpty()) {
                sync.putObject("error")
                        .put("code", one.code)
                        .put("message", one.error)
                        .put("what_to_do", one.whatToDo);
            }
        }
        ArrayNode accounts = node.putArray("accounts");
        shares.forEach((account, share) -> {
            ObjectNode one = accounts.addObject().put("account", account);
            one.set("requests", json(share.requests()));
            one.put("seconds", share.time().map(Duration::toSeconds).orElse(null));
            Outlook outlook = Objects.requireNonNull(outlooks.get(account));
            ArrayNode granted = one.putArray("granted");
            outlook.granted()
                    .forEach(limit -> granted.addObject()
                            .put("requests", limit.requests())
                            .put("per_seconds", (double) limit.per().toMillis() / 1000));
            one.put("spent_in_day", outlook.spentInDay());
        });
        node.put("asked", asked);
        return node;
    }

    private static ObjectNode json(Amount amount) {
        return Json.object()
                .put("sureness", amount.sureness().name().toLowerCase(Locale.ROOT))
                .put("number", amount.isKnown() ? amount.number() : null)
                .put("why", amount.why());
    }
}
