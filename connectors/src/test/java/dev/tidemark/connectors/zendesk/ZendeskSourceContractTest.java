package dev.tidemark.connectors.zendesk;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

class ZendeskSourceContractTest {

    @Nested
    class Tickets extends Contract {
        @Override
        protected String stream() {
            return "tickets";
        }

        @Override
        protected Map<String, String> settings() {
            return Map.of("url", "https://acme.zendesk.com", "sign_in", "oauth", "client_id", "app");
        }

        @Override
        protected Map<String, String> secrets() {
            return Map.of("client_secret", "hush-hush-secret", "refresh_token", "hush-hush-refresh");
        }

        @Override
        protected Optional<Step> expired() {
            return Optional.of(MiniZendesk.refused());
        }
    }

    @Nested
    class Users extends Contract {
        @Override
        protected String stream() {
            return "users";
        }
    }

    /** By time: each page begins with the record that ended the one before. */
    @Nested
    class Organizations extends Contract {
        @Override
        protected String stream() {
            return "organizations";
        }

        @Override
        protected Optional<Step> withAnEmptyPage() {
            return Optional.empty();
        }
    }

    @Nested
    class Comments extends Contract {
        @Override
        protected String stream() {
            return "ticket_comments";
        }

        @Override
        protected Optional<Step> withAnEmptyPage() {
            return Optional.empty();
        }
    }

    @Nested
    class Groups extends Contract {
        @Override
        protected String stream() {
            return "groups";
        }
    }

    abstract static class Contract extends SourceContract {

        @Override
        protected SourceConnector connector() {
            return new ZendeskConnector();
        }

        @Override
        protected Step api() {
            return MiniZendesk.holding(8);
        }

        @Override
        protected Map<String, String> settings() {
            return MiniZendesk.SETTINGS;
        }

        @Override
        protected Map<String, String> secrets() {
            return MiniZendesk.SECRETS;
        }

        @Override
        protected int records() {
            return 8;
        }

        @Override
        protected Optional<Step> withAnEmptyPage() {
            var api = MiniZendesk.holding(8);
            api.startsEmpty = true;
            return Optional.of(api);
        }

        @Override
        protected List<Step> echoes() {
            List<Step> echoes = new ArrayList<>(super.echoes());
            echoes.addAll(MiniZendesk.echoes());
            return echoes;
        }
    }
}
