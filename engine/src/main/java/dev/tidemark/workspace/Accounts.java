package dev.tidemark.workspace;

import dev.tidemark.workspace.Account.Side;
import dev.tidemark.workspace.Catalog.Power;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accounts of a file as syncs see them: also those that could not be read, so that one mistake is told once. */
final class Accounts {

    private final Catalog catalog;
    private final Map<String, Optional<Account>> declared = new LinkedHashMap<>();

    Accounts(Catalog catalog) {
        this.catalog = catalog;
    }

    void add(String name, Optional<Account> account) {
        declared.put(name, account);
    }

    boolean isDeclared(String name) {
        return declared.containsKey(name);
    }

    Optional<Account> find(String name) {
        return declared.getOrDefault(name, Optional.empty());
    }

    List<String> names() {
        return List.copyOf(declared.keySet());
    }

    /** The databases that tables can be kept in. */
    List<Account> databases() {
        return readable().values().stream().filter(this::keepsTables).toList();
    }

    /** Whether tables may be kept in it: not in a database that is a source. */
    boolean keepsTables(Account account) {
        return account.side() == Side.DESTINATION && can(account, Power.KEEP_TABLES);
    }

    boolean anyUnreadable() {
        return declared.containsValue(Optional.<Account>empty());
    }

    Map<String, Account> readable() {
        Map<String, Account> accounts = new LinkedHashMap<>();
        declared.forEach((name, account) -> account.ifPresent(found -> accounts.put(name, found)));
        return accounts;
    }

    boolean can(Account account, Power power) {
        if (account.isEmbedded()) {
            return power == Power.KEEP_TABLES || power == Power.OFFER_MODELS || power == Power.SHOW_VIEWS;
        }
        return catalog.find(account.connector())
                .filter(offer -> offer.can(power))
                .isPresent();
    }

    /** Whether rows leave this account for an app: it is a database, or stands among the destinations. */
    boolean isOutboundFrom(Account account) {
        return account.side() == Side.DESTINATION || !can(account, Power.READ_STREAMS);
    }
}
