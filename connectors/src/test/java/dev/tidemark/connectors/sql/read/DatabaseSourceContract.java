package dev.tidemark.connectors.sql.read;

import dev.tidemark.connector.testkit.SourceContract;
import dev.tidemark.connector.testkit.Step;
import dev.tidemark.connector.testkit.TestAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real database under the suite that every source passes: a table {@code item} of 25 rows. It is asked by no HTTP. */
public abstract class DatabaseSourceContract extends SourceContract {

    /** How the database is reached. */
    protected abstract Map<String, String> reached();

    /** Urls that lead nowhere. */
    protected abstract List<String> wrongUrls();

    @Override
    protected Step api() {
        return request -> {
            throw new AssertionError("a database is asked by no HTTP");
        };
    }

    @Override
    protected Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(reached());
        settings.put("page_rows", "10");
        return settings;
    }

    @Override
    protected List<TestAccess> troubled() {
        List<TestAccess> troubled = new ArrayList<>();
        wrongUrls().forEach(url -> troubled.add(with("url", url)));
        troubled.add(with("keys", "item("));
        troubled.add(with("cursors", "no_such_table(updated_at)"));
        if (!secrets().isEmpty()) {
            troubled.add(TestAccess.to(connector(), settings(), Map.of("password", "not-the-word"), api()::answer));
        }
        return troubled;
    }

    private TestAccess with(String setting, String value) {
        Map<String, String> settings = new HashMap<>(settings());
        settings.put(setting, value);
        return TestAccess.to(connector(), settings, secrets(), api()::answer);
    }

    @Override
    protected String stream() {
        return "item";
    }

    @Override
    protected int records() {
        return 25;
    }
}
