package dev.tidemark.bench.inbound;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * A job of Spring Batch as its manual shows it: a reader that can be restarted, chunks of a thousand, objects by Jackson, and
 * multi-row upserts (reWriteBatchedInserts) with the job's own tables beside the data. No archive, no metadata columns.
 */
final class SpringBatch implements Contender {

    @Override
    public String name() {
        return "spring-batch";
    }

    @Override
    public Loading prepare(Setup setup) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(setup.warehouse().url());
        config.setUsername(setup.warehouse().user());
        config.setPassword(setup.warehouse().password());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.setSchema(Setup.SCHEMA);
        HikariDataSource source = new HikariDataSource(config);
        new ResourceDatabasePopulator(new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"))
                .execute(source);
        JdbcTransactionManager transactions = new JdbcTransactionManager(source);
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(source);
        factory.setTransactionManager(transactions);
        factory.afterPropertiesSet();
        JobRepository repository = factory.getObject();
        TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
        operator.setJobRepository(repository);
        operator.setJobRegistry(new MapJobRegistry());
        operator.setTaskExecutor(new SyncTaskExecutor());
        operator.afterPropertiesSet();
        JdbcBatchItemWriter<Contact> writer = new JdbcBatchItemWriter<>();
        writer.setDataSource(source);
        writer.setSql(upsert());
        writer.setItemPreparedStatementSetter(Contact::set);
        writer.setAssertUpdates(false); // a multi-row statement does not tell rows apart
        writer.afterPropertiesSet();
        return new Loading() {
            @Override
            public void everything() throws Exception {
                try (var connection = source.getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE contacts (" + columns() + ", PRIMARY KEY (id))");
                }
                run("everything", setup.first());
            }

            @Override
            public void changes() throws Exception {
                run("changes", setup.firstChanged());
            }

            private void run(String name, URI first) throws Exception {
                var step = new StepBuilder(name, repository)
                        .<Contact, Contact>chunk(1000)
                        .transactionManager(transactions)
                        .reader(new Pages(setup.api(), first))
                        .writer(writer)
                        .build();
                JobExecution done = operator.start(
                        new JobBuilder(name, repository).start(step).build(),
                        new JobParametersBuilder().addString("run", name).toJobParameters());
                if (done.getStatus() != BatchStatus.COMPLETED) {
                    throw new IllegalStateException(
                            "the job ended as " + done.getStatus(),
                            done.getAllFailureExceptions().getFirst());
                }
            }
        };
    }

    private static String columns() {
        return Contacts.COLUMNS.stream().map(c -> c.name() + " " + c.kind().sql).collect(Collectors.joining(", "));
    }

    private static String upsert() {
        List<String> names =
                Contacts.COLUMNS.stream().map(Contacts.Column::name).toList();
        return "INSERT INTO contacts (" + String.join(", ", names) + ") VALUES ("
                + names.stream().map(_ -> "?").collect(Collectors.joining(", "))
                + ") ON CONFLICT (id) DO UPDATE SET "
                + names.stream().map(n -> n + " = EXCLUDED." + n).collect(Collectors.joining(", "))
                + " WHERE contacts.modified_at <= EXCLUDED.modified_at";
    }

    /** Reads page after page; where it stands is kept with each chunk. */
    private static final class Pages implements ItemStreamReader<Contact> {

        private record Page(List<Contact> records, @Nullable String next) {}

        private final HttpClient http = HttpClient.newHttpClient();
        private final JsonMapper json = JsonMapper.builder()
                .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        private final URI api;
        private @Nullable URI next;
        private Deque<Contact> records = new ArrayDeque<>();

        Pages(URI api, URI first) {
            this.api = api;
            this.next = first;
        }

        @Override
        public @Nullable Contact read() throws Exception {
            while (records.isEmpty() && next != null) {
                var answer = http.send(HttpRequest.newBuilder(next).build(), HttpResponse.BodyHandlers.ofByteArray());
                Page page = json.readValue(answer.body(), Page.class);
                records = new ArrayDeque<>(page.records);
                next = page.next == null ? null : api.resolve(page.next);
            }
            return records.poll();
        }

        @Override
        public void update(ExecutionContext context) {
            context.putString("next", String.valueOf(next));
            context.putInt("left", records.size());
        }
    }
}
