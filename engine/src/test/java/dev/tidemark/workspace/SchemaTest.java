package dev.tidemark.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an editor says of a file, by the schema, and what the reader says, are the same wherever a schema can tell. */
class SchemaTest {

    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (InputStream in = SchemaTest.class.getResourceAsStream("workspace.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Objects.requireNonNull(in), InputFormat.JSON);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Path> good() throws IOException {
        return CorpusTest.good();
    }

    static Stream<Path> badForASchemaToo() throws IOException {
        return CorpusTest.bad().filter(file -> !text(file).contains("# beyond the schema"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_file_fits_the_schema(Path file) {
        assertThat(errors(text(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("badForASchemaToo")
    void a_bad_file_does_not_fit_the_schema(Path file) {
        assertThat(errors(text(file))).isNotEmpty();
    }

    /** One line of a good file changed at a time: both refuse it, or only the reader, which knows more than a schema. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        workspace: acme-2                  | workspace: Acme                    | both
        workspace: acme-2                  | workspace: 2acme                   | both
        workspace: acme-2                  | name: acme-2                       | both
        syncs:                             | sync:                              | both
        connector: statuspage              | conector: statuspage               | both
        connector: statuspage              | connector: Statuspage              | both
        quota: 1000 per 1h                 | quota: 1000 per hour               | both
        quota: 1000 per 1h                 | quota: 0 per 1h                    | both
        quota: 1000 per 1h                 | quota: 1000 per 0h                 | both
        quota: 1000 per 1h                 | quota: 100                         | both
        quota: 1000 per 1h                 | quota: 0%                          | both
        quota: 1000 per 1h                 | quota: 101%                        | both
        quota: 1000 per 1h                 | quota: 1 per 400d                  | reader
        [25%, 1 per 3s]                    | [25%, 50%]                         | both
        [25%, 1 per 3s]                    | []                                 | both
        page_size: 500                     | page_size: [500]                   | both
        page_size: 500                     | page_size:                         | both
        page_size: 500                     | page_size: five                    | reader
        auth: refresh_token                | auth: token                        | reader
        ${env:SF_REFRESH}                  | a-plain-value                      | reader
        connector: statuspage              | connector: stauspage               | reader
        schema: raw                        | schema: Raw                        | both
        schema: raw                        | schema: pg_raw                     | both
        schema: raw                        | schema: information_schema         | both
        from: salesforce.Account           | form: salesforce.Account           | both
        from: salesforce.Account           | from: crm.Account                  | reader
        from: salesforce.Account           | from:                              | both
        to: lake.accounts                  | to: lake.Accounts                  | both
        to: lake.accounts                  | to: lake._tidemark_accounts        | both
        to: lake.accounts                  | to: lake.raw.accounts              | both
        to: lake.accounts                  | to: lakes.accounts                 | reader
        to: lake.accounts                  | to: lake.incidents                 | reader
        schedule: continuous               | schedule: always                   | both
        schedule: continuous               | every: 0s                          | both
        schedule: continuous               | every: 90                          | both
        schedule: continuous               | every: 3 h                         | both
        schedule: continuous               | every: 400d                        | reader
        schedule: continuous               | cron: "0 6 * *"                    | both
        schedule: continuous               | cron: "0 66 * * *"                 | reader
        schedule: continuous               | time_zone: UTC                     | both
        mode: full                         | mode: ful                          | both
        mode: full                         | mode: upsert                       | both
        mode: full                         | map: { A: b }                      | both
        mode: full                         | every: 1h                          | both
        deletes: soft                      | deletes: Soft                      | both
        only: [Id, Name]                   | only: [Id, Id]                     | both
        only: [Id, Name]                   | only: []                           | both
        only: [Id, Name]                   | only: [Id]                         | reader
        only: [Id, Name]                   | except: [Id], only: [Name]         | both
        only: [Id, Name]                   | onli: [Id, Name]                   | both
        Name: account_name                 | Name: Account Name                 | both
        only: [Id, Name]                   | only: [Id, Name], tables: {a: "A"} | both
        only: [Id, Name]                   | only: [Id, Name], tables: []       | both
        only: [Id, Name]                   | only: [Id, Name], tables: [x]      | reader
        Name: account_name                 | Name: _tidemark_name               | both
        table: health_scores               | table: health scores               | both
        table: health_scores               | tabel: health_scores               | both
        table: health_scores               | model: drop table x                | reader
        key: [account_id, month]           | key: []                            | both
        key: [account_id, month]           | deletes: soft                      | both
        to: sandbox.Task                   | to: sandbox                        | both
        to: sandbox.Task                   | to: dwh.tasks                      | reader
        mode: insert                       | mode: update                       | both
        mode: insert                       | mode: create                       | both
        match: Ext__c                      | match: Id                          | reader
        match: Ext__c                      | macht: Ext__c                      | both
        Subject: id                        | Subject:                           | both
        channel: email                     | channel: pigeon                    | both
        smtp: smtps://mail.acme.example:465 | smtp: https://mail.acme.example   | both
        tls: required                      | tls: maybe                         | both
        user: mailer                       | usr: mailer                        | both
        retry_rejected: 1d                 | retry_rejected: 1 day              | both
        cron: 0 6 * * *                    | cron: 0 6 * * *\\n    schedule: manual | both
        cron: 0 6 * * *                    | cron: 0 6 * * *\\n    every: 1h    | both
        cron: 0 6 * * *                    | cron: 0 6 * * *\\n    time_zone: Berlin | reader
        cron: 0 6 * * *                    | cron: 0 6 * * *\\n    model: select 1 | both
        """)
    void both_refuse_what_a_schema_can_tell(String from, String to, String refusedBy) {
        String good = text(Path.of("src/test/resources/dev/tidemark/workspace/good/everything.yaml"));
        int at = good.indexOf(from);
        assertThat(at).isNotNegative();
        String changed = good.substring(0, at) + to.replace("\\n", "\n") + good.substring(at + from.length());
        assertThat(WorkspaceFiles.parse("x.yaml", changed, Catalogs.STANDARD).problems())
                .isNotEmpty();
        if (refusedBy.equals("both")) {
            assertThat(errors(changed)).isNotEmpty();
        } else {
            assertThat(errors(changed)).isEmpty();
        }
    }

    static List<Error> errors(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
