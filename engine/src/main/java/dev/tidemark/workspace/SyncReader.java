package dev.tidemark.workspace;

import dev.tidemark.workspace.Catalog.Power;
import dev.tidemark.workspace.Yaml.Entry;
import dev.tidemark.workspace.Yaml.Scalar;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads one sync: finds which way it goes, and lets the reader of that way do the rest. */
final class SyncReader {

    private final Accounts accounts;
    private final Problems problems;
    private final InboundReader inbound;
    private final OutboundReader outbound;

    SyncReader(Accounts accounts, Problems problems) {
        this.accounts = accounts;
        this.problems = problems;
        this.inbound = new InboundReader(accounts, problems);
        this.outbound = new OutboundReader(accounts, problems);
    }

    Optional<SyncDefinition> read(Entry entry) {
        Optional<Keys> found = Keys.of(entry.key(), entry.value(), "a sync", problems);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Keys keys = found.get();
        Optional<Reference> from = keys.required(
                        "from", "Name what is read, such as salesforce.Account, or a database such as warehouse")
                .map(Reference::of);
        Optional<Account> account = from.flatMap(this::readable);
        if (account.isEmpty()) {
            checkWithoutDirection(keys);
            return Optional.empty();
        }
        return accounts.isOutboundFrom(account.get())
                ? outbound.read(entry.key(), keys, from.get(), account.get())
                : inbound.read(entry.key(), keys, from.get(), account.get());
    }

    private Optional<Account> readable(Reference from) {
        Optional<Account> account = account(from, accounts, problems);
        if (account.isPresent()
                && accounts.isOutboundFrom(account.get())
                && !accounts.can(account.get(), Power.OFFER_MODELS)) {
            problems.add(
                    from.written().at(),
                    "'" + from.account() + "' is a destination that cannot be read",
                    "Name a source, such as salesforce.Account, or a database");
            return Optional.empty();
        }
        return account;
    }

    /** The account that is named; reports one that is not there. */
    static Optional<Account> account(Reference reference, Accounts accounts, Problems problems) {
        if (!accounts.isDeclared(reference.account())) {
            problems.add(
                    reference.written().at(),
                    "there is no source or destination '" + reference.account() + "'",
                    Suggestion.instead(reference.account(), accounts.names()));
        }
        return accounts.find(reference.account());
    }

    /** What can be said of a sync whose way is not known. */
    private void checkWithoutDirection(Keys keys) {
        Set<String> either = new LinkedHashSet<>(InboundReader.KEYS);
        either.addAll(OutboundReader.KEYS);
        keys.allow(either);
        new ScheduleReader(keys, problems).read();
        Optional<Scalar> to = keys.text("to");
        to.map(Reference::of)
                .filter(reference -> !reference.rest().isEmpty())
                .ifPresent(reference -> account(reference, accounts, problems));
    }
}
