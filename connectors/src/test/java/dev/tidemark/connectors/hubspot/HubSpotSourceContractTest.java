package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class HubSpotSourceContractTest extends SourceContract {

    static final String EXPIRED =
            "{\"status\":\"error\",\"message\":\"The OAuth token used to make this call expired.\","
                    + "\"correlationId\":\"1\",\"category\":\"EXPIRED_AUTHENTICATION\"}";

    @Override
    protected SourceConnector connector() {
        return new HubSpotConnector();
    }

    @Override
    protected Step api() {
        var account = new HubAccount(3, 0);
        for (int i = 0; i < 205; i++) {
            String id = account.create("notes", Map.of("hs_note_body", "Note " + i));
            if (i % 70 == 3) {
                account.sandbox.portal().archive(account.type("notes"), id);
            }
        }
        return account;
    }

    @Override
    protected Map<String, String> settings() {
        return HubAccount.OAUTH;
    }

    @Override
    protected Map<String, String> secrets() {
        return HubAccount.OAUTH_SECRETS;
    }

    @Override
    protected String stream() {
        return "notes";
    }

    @Override
    protected int records() {
        return 205;
    }

    @Override
    protected Optional<Step> expired() {
        return Optional.of(Step.json(401, EXPIRED));
    }

    @Override
    protected List<Step> echoes() {
        List<Step> echoes = new ArrayList<>(super.echoes());
        echoes.add(echo(403, "{\"status\":\"error\",\"category\":\"MISSING_SCOPES\",\"message\":\"%s\"}"));
        return echoes;
    }
}
