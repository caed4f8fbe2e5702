package dev.tidemark.simulation;

import dev.tidemark.access.Account;
import dev.tidemark.connector.TableSpec.Deletes;
import dev.tidemark.connectors.salesforce.SalesforceConnector;
import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.RowRefused;
import dev.tidemark.sandbox.salesforce.org.Writer;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldType;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sync.Inbound;
import dev.tidemark.sync.Sync;
import dev.tidemark.sync.SyncId;
import dev.tidemark.workspace.Names;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Five objects of a Salesforce org kept in tables. In the end each row and column of them equals the org's. */
final class SalesforceCourse implements Course {

    private static final Duration LATEST = Duration.ofMinutes(4);
    /** Its deletes are only in a log, and those who are gone leave no trace to compare. */
    private static final String ROLE = "UserRole";

    private static final List<String> OBJECTS = List.of("Account", "Contact", "Opportunity", "Task", "User", ROLE);

    private final ManualTide tide;
    private final RandomGenerator random;
    private final OrgAbroad org;
    private final SalesforceSandbox sandbox;
    private final Set<String> hard;

    SalesforceCourse(long seed, ManualTide tide) {
        this.tide = tide;
        this.random = tide.random();
        this.org = new OrgAbroad(seed, tide, 60 + random.nextInt(100));
        this.sandbox = org.sandbox();
        this.sandbox.pageSize().cap(4 + random.nextInt(20));
        this.hard = seed % 3 == 0 ? Set.of("Contact", "Task") : Set.of();
    }

    @Override
    public void begin() {
        Account app = org.account();
        for (String object : OBJECTS) {
            Set<String> except = random.nextInt(4) == 0 ? Set.of("CreatedDate") : Set.of();
            Deletes deletes = hard.contains(object) ? Deletes.HARD : Deletes.SOFT;
            tide.read(new SalesforceConnector(), app, object, deletes, object.equals("User"), except);
        }
    }

    @Override
    public void change() {
        int choice = random.nextInt(10);
        if (choice == 0) {
            roles();
            return;
        }
        if (choice < 7) {
            sandbox.changes(random.nextLong(), 1 + random.nextInt(5));
            return;
        }
        Writer late =
                sandbox.org().writer(sandbox.userId(), Duration.ofMillis(random.nextLong(LATEST.toMillis() - 2_000)));
        Writer now = sandbox.writer();
        try {
            switch (choice) {
                case 7 -> one("Contact", false).forEach(row -> late.update(row.id(), title(row)));
                case 8 ->
                    one("Account", random.nextBoolean()).forEach(row -> {
                        if (row.isDeleted()) {
                            now.undelete(row.id());
                        } else {
                            now.delete(row.id());
                        }
                    });
                default -> {
                    List<Row> two = new ArrayList<>(one("Contact", false));
                    two.addAll(one("Contact", false));
                    if (two.size() == 2) {
                        now.merge(two.getFirst().id(), List.of(two.getLast().id()));
                    }
                }
            }
        } catch (RowRefused refused) {
            // As people find too, not everything can be done at every time.
        }
    }

    /** One is made, and another may be changed or go. */
    private void roles() {
        SObject role = org().schema().the(ROLE);
        one(ROLE, false).forEach(row -> {
            if (random.nextBoolean()) {
                sandbox.writer().delete(row.id());
            } else {
                sandbox.writer().update(row.id(), Map.of(role.the("Name"), "n" + random.nextInt(1_000)));
            }
        });
        sandbox.writer().insert(role, new HashMap<>(Map.of(role.the("Name"), "new")));
    }

    private Map<Field, @Nullable Object> title(Row row) {
        return Map.of(row.object().the("Title"), "t" + random.nextInt(1_000));
    }

    private List<Row> one(String object, boolean deleted) {
        List<Row> rows = org().rows(org().schema().the(object)).stream()
                .filter(r -> r.isDeleted() == deleted)
                .toList();
        return rows.isEmpty() ? List.of() : List.of(rows.get(random.nextInt(rows.size())));
    }

    private Org org() {
        return sandbox.org();
    }

    @Override
    public void misbehave() {
        int choice = random.nextInt(6);
        tide.log("salesforce misbehaves " + choice);
        switch (choice) {
            case 0 -> sandbox.sessions().expireAll();
            case 1 -> sandbox.locators().expireAll();
            case 2 ->
                sandbox.faults()
                        .add(FaultRule.next("limit", new Effect.Instead(limitExceeded()))
                                .ofKind("query.*|composite")
                                .times(1 + random.nextInt(3)));
            case 3 -> {
                List<SyncId> ids = List.copyOf(tide.syncs().keySet());
                Set<String> except = random.nextInt(3) == 0 ? Set.of("CreatedDate") : Set.of();
                tide.choose(ids.get(random.nextInt(ids.size())), except);
            }
            case 4 ->
                sandbox.faults()
                        .add(FaultRule.next("people", new Effect.Before(this::change))
                                .ofKind("query.*|composite")
                                .times(5));
            default ->
                sandbox.faults()
                        .add(FaultRule.next("cut", new Effect.CutBody(0.7)).ofKind("query.*|composite"));
        }
    }

    private static Response.Answer limitExceeded() {
        String body = """
            [{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]\
            """;
        return Response.Answer.json(403, body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Duration latest() {
        sandbox.faults().clear();
        return LATEST;
    }

    @Override
    public void check() {
        for (Sync sync : tide.syncs().values()) {
            if (sync instanceof Inbound inbound) {
                compare(inbound, org().schema().the(inbound.streamName()));
            }
        }
    }

    private void compare(Inbound sync, SObject object) {
        List<Field> fields = object.fields().stream()
                .filter(f -> !f.isCalculated()
                        && f.type() != FieldType.ADDRESS
                        && f.type() != FieldType.BASE64
                        && !sync.layout().choice().except().contains(f.name())
                        && !f.name().equals("Id")
                        && !f.name().equals("IsDeleted"))
                .toList();
        Map<String, String> expected = new TreeMap<>();
        for (Row row : org().rows(object)) {
            if (!row.isDeleted() || sync.deletes() == Deletes.SOFT) {
                expected.put(
                        row.id(),
                        fields.stream()
                                .map(f -> f.name() + "=" + text(row.get(f)))
                                .collect(Collectors.joining(" ", row.isDeleted() ? "deleted " : "", "")));
            }
        }
        Map<String, String> found = new TreeMap<>();
        String columns = fields.stream().map(f -> column(f)).collect(Collectors.joining(", "));
        for (List<@Nullable String> row : World.rows(
                "SELECT id, _tidemark_deleted_at IS NOT NULL, " + columns + " FROM synced." + sync.table())) {
            StringBuilder values = new StringBuilder("t".equals(row.get(1)) ? "deleted " : "");
            for (int i = 0; i < fields.size(); i++) {
                values.append(i == 0 ? "" : " ")
                        .append(fields.get(i).name())
                        .append('=')
                        .append(number(fields.get(i), row.get(i + 2)));
            }
            found.merge(String.valueOf(row.get(0)), values.toString(), (a, b) -> a + " and " + b);
        }
        if (sync.streamName().equals(ROLE)) {
            found.values().removeIf(row -> row.startsWith("deleted "));
        }
        Differences.none(sync.name(), expected, found);
    }

    private static String column(Field field) {
        String name = '"' + Names.snakeCase(field.name()) + '"';
        return field.type() == FieldType.DATETIME
                ? "(extract(epoch FROM " + name + ") * 1000)::bigint"
                : field.type() == FieldType.BOOLEAN ? name + "::text" : name;
    }

    private static @Nullable String number(Field field, @Nullable String value) {
        return value != null && value.matches("-?[0-9.]+") && isNumber(field)
                ? new BigDecimal(value).stripTrailingZeros().toPlainString()
                : value;
    }

    private static boolean isNumber(Field field) {
        return switch (field.type()) {
            case DOUBLE, CURRENCY, PERCENT, INT -> true;
            default -> false;
        };
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Double d -> BigDecimal.valueOf(d).stripTrailingZeros().toPlainString();
            case Integer i -> BigDecimal.valueOf(i).stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
    }
}
