package dev.tidemark.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.access.Account;
import dev.tidemark.access.TestAccount;
import dev.tidemark.connector.Heard;
import dev.tidemark.connector.HookRequest;
import dev.tidemark.connector.Hooked;
import dev.tidemark.connector.Secrets;
import dev.tidemark.connector.Settings;
import dev.tidemark.store.Store;
import dev.tidemark.store.Tx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboxTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    /** A vendor of whom a webhook signed at this time came. */
    private record Vendor(Instant signedAt, Duration window) implements Hooked {
        @Override
        public Heard hear(Settings settings, Secrets secrets, HookRequest request) {
            return new Heard.Hints(List.of(), Optional.of(signedAt));
        }
    }

    /** A webhook that tells nothing, or that is refused, costs no transaction. */
    private static final class NoStore implements Store {
        @Override
        public <T> T inTransaction(Function<Tx, T> work) {
            throw new AssertionError("nothing is to be stored");
        }
    }

    @ParameterizedTest
    @CsvSource({"PT5M, -299, true", "PT5M, -301, false", "PT5M, 301, false", "PT10M, -599, true", "PT10M, -601, false"})
    void one_that_was_signed_outside_of_the_window_of_its_vendor_is_refused(
            Duration window, long seconds, boolean isTaken) {
        assertThat(hear(new Vendor(NOW.plusSeconds(seconds), window)))
                .isEqualTo(isTaken ? Inbox.Reply.TAKEN : Inbox.Reply.FORGED);
    }

    private static Inbox.Reply hear(Hooked vendor) {
        Account account = TestAccount.silent(Map.of(), InstantSource.fixed(NOW));
        Inbox inbox = new Inbox(
                new NoStore(),
                InstantSource.fixed(NOW),
                id -> Optional.of(new HookedSource(account, vendor))
                        .filter(s -> s.account().id().equals(id)),
                () -> {});
        return inbox.hear("acme/shop", new HookRequest(URI.create("/hooks/acme/shop"), Map.of(), new byte[0]));
    }
}
