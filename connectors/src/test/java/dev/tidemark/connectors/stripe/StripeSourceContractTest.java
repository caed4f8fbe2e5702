package dev.tidemark.connectors.stripe;

import dev.tidemark.connector.Reading;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import tools.jackson.databind.node.ObjectNode;

class StripeSourceContractTest {

    @Nested
    class Everything extends Contract {
        @Override
        protected Step api() {
            return MiniStripe.holding(8);
        }

        @Override
        protected String stream() {
            return "customers";
        }

        @Override
        protected int records() {
            return 8;
        }
    }

    @Nested
    class Changes extends Contract {
        @Override
        protected Step api() {
            MiniStripe api = MiniStripe.holding(8);
            for (int i = 2; i <= 5; i++) {
                api.event("customer.updated", MiniStripe.NOW - 50 + i, api.get("/v1/customers", "cus_" + i));
            }
            api.event(
                    "customer.created", MiniStripe.NOW - 10, api.put("/v1/customers", "cus_20", MiniStripe.NOW, "{}"));
            return api;
        }

        @Override
        protected String stream() {
            return "customers";
        }

        @Override
        protected Reading reading() {
            return new Reading.Since(Instant.ofEpochSecond(MiniStripe.NOW - 100));
        }

        @Override
        protected int records() {
            return 5;
        }
    }

    @Nested
    class Children extends Contract {
        @Override
        protected Step api() {
            var api = new MiniStripe();
            for (int i = 1; i <= 4; i++) {
                ObjectNode invoice = api.put("/v1/invoices", "in_" + i, MiniStripe.NOW - i, lines(i));
                invoice.set("lines", MiniStripe.object(first(i)));
            }
            return api;
        }

        /** As many lines as the invoice's number, and each invoice shows one. */
        private static String lines(int count) {
            List<String> lines = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                lines.add("{\"id\": \"il_" + count + i + "\", \"amount\": 5}");
            }
            return "{\"all\": [" + String.join(",", lines) + "]}";
        }

        /** Lists run from the newest, which has the highest number. */
        private static String first(int count) {
            return "{\"data\": [{\"id\": \"il_" + count + count + "\", \"amount\": 5}], \"has_more\": " + (count > 1)
                    + "}";
        }

        @Override
        protected String stream() {
            return "invoice_line_items";
        }

        @Override
        protected int records() {
            return 10;
        }
    }

    abstract static class Contract extends SourceContract {

        @Override
        protected SourceConnector connector() {
            return new StripeConnector();
        }

        @Override
        protected Map<String, String> settings() {
            return Map.of();
        }

        @Override
        protected Map<String, String> secrets() {
            return Map.of("api_key", MiniStripe.KEY);
        }

        @Override
        protected List<Step> echoes() {
            List<Step> echoes = new ArrayList<>(super.echoes());
            echoes.addAll(MiniStripe.echoes());
            return echoes;
        }
    }
}
