package dev.tidemark.bench.inbound;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Records such as a customer system holds: thirty fields of every common type, each record the same in every run. */
final class Contacts {

    /** What a field's values are. */
    enum Kind {
        TEXT("text"),
        BOOLEAN("boolean"),
        INTEGER("bigint"),
        DECIMAL("numeric"),
        DOUBLE("double precision"),
        DATE("date"),
        INSTANT("timestamptz");

        final String sql;

        Kind(String sql) {
            this.sql = sql;
        }
    }

    record Column(String name, Kind kind) {}

    static final List<Column> COLUMNS = List.of(
            new Column("id", Kind.TEXT),
            new Column("account_id", Kind.TEXT),
            new Column("owner_id", Kind.TEXT),
            new Column("first_name", Kind.TEXT),
            new Column("last_name", Kind.TEXT),
            new Column("email", Kind.TEXT),
            new Column("phone", Kind.TEXT),
            new Column("title", Kind.TEXT),
            new Column("department", Kind.TEXT),
            new Column("lead_source", Kind.TEXT),
            new Column("street", Kind.TEXT),
            new Column("city", Kind.TEXT),
            new Column("state", Kind.TEXT),
            new Column("postal_code", Kind.TEXT),
            new Column("country", Kind.TEXT),
            new Column("description", Kind.TEXT),
            new Column("do_not_call", Kind.BOOLEAN),
            new Column("opted_out", Kind.BOOLEAN),
            new Column("visits", Kind.INTEGER),
            new Column("score", Kind.INTEGER),
            new Column("open_deals", Kind.INTEGER),
            new Column("revenue", Kind.DECIMAL),
            new Column("discount", Kind.DECIMAL),
            new Column("rating", Kind.DOUBLE),
            new Column("latitude", Kind.DOUBLE),
            new Column("longitude", Kind.DOUBLE),
            new Column("birthday", Kind.DATE),
            new Column("created_at", Kind.INSTANT),
            new Column("modified_at", Kind.INSTANT),
            new Column("last_seen_at", Kind.INSTANT));

    static final String KEY = "id";
    static final String VERSION = "modified_at";

    private static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");
    private static final String[] FIRST = {"Ada", "Björn", "Chen", "Dolores", "Émile", "Fatima", "Grace", "Hiro"};
    private static final String[] LAST = {
        "Lovelace", "Müller", "Okafor", "Petrova", "Quinn", "Rossi", "Sato", "Tremblay"
    };
    private static final String[] TITLE = {"Head of Operations", "Buyer", "Engineer", "Chief Financial Officer"};
    private static final String[] SOURCE = {"Web", "Referral", "Trade Show", "Partner", "Cold \\\"Call\\\""};
    private static final String[] CITY = {"Hamburg", "Kyōto", "Recife", "Halifax", "Tromsø", "Galway"};
    private static final String[] WORDS = {
        "asked", "about", "renewal", "pricing", "before", "the", "spring", "tide", "wants", "a", "call", "next", "week"
    };

    private Contacts() {}

    static String id(int number) {
        return "003" + "%015d".formatted(number);
    }

    /**
     * One record as JSON.
     *
     * @param revision 0 as it was at first; a later one has other values and is modified later
     */
    static void write(StringBuilder json, int number, int revision) {
        SplittableRandom random = new SplittableRandom(number * 31L + revision);
        String first = pick(FIRST, random);
        String last = pick(LAST, random);
        int at = json.length();
        text(json, "id", id(number));
        text(json, "account_id", "001" + "%015d".formatted(number / 7));
        text(json, "owner_id", "005" + "%015d".formatted(random.nextInt(200)));
        text(json, "first_name", first);
        text(json, "last_name", last);
        text(json, "email", "contact." + number + "@example-" + random.nextInt(5000) + ".com");
        maybe(json, "phone", random, () -> "+49 40 " + (1_000_000 + number));
        text(json, "title", pick(TITLE, random));
        maybe(json, "department", random, () -> "Dept " + number % 40);
        text(json, "lead_source", pick(SOURCE, random));
        text(json, "street", random.nextInt(1, 300) + " Harbour Road");
        text(json, "city", pick(CITY, random));
        text(json, "state", "S" + random.nextInt(60));
        text(json, "postal_code", "" + random.nextInt(10000, 99999));
        text(json, "country", "DE");
        text(json, "description", sentence(random));
        bare(json, "do_not_call", random.nextInt(10) == 0);
        bare(json, "opted_out", random.nextInt(20) == 0);
        bare(json, "visits", random.nextInt(100_000));
        bare(json, "score", random.nextInt(101));
        bare(json, "open_deals", random.nextInt(9));
        bare(json, "revenue", random.nextInt(9_000_000) + "." + random.nextInt(10, 100));
        bare(json, "discount", "0." + random.nextInt(100, 1000));
        bare(json, "rating", random.nextInt(1, 50) / 10.0);
        bare(json, "latitude", Math.round(random.nextDouble(-90, 90) * 1e6) / 1e6);
        bare(json, "longitude", Math.round(random.nextDouble(-180, 180) * 1e6) / 1e6);
        maybe(
                json,
                "birthday",
                random,
                () -> LocalDate.ofEpochDay(random.nextInt(18_000)).toString());
        text(json, "created_at", instant(random.nextInt(100_000_000), random));
        text(json, "modified_at", instant(100_000_000 + revision * 50_000_000 + number % 1_000_000, random));
        maybe(json, "last_seen_at", random, () -> instant(random.nextInt(100_000_000, 200_000_000), random));
        json.setCharAt(at, '{');
        json.append('}');
    }

    private static String instant(int seconds, SplittableRandom random) {
        String text = EPOCH.plusSeconds(seconds).toString();
        return "%s.%03dZ".formatted(text.substring(0, 19), random.nextInt(1000));
    }

    private static String sentence(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10, 30); i > 0; i--) {
            text.append(pick(WORDS, random)).append(i % 9 == 0 ? ".\\n" : " ");
        }
        return text.toString();
    }

    private static String pick(String[] from, SplittableRandom random) {
        return from[random.nextInt(from.length)];
    }

    private static void text(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":\"").append(value).append('"');
    }

    /** Null in one record of five. */
    private static void maybe(
            StringBuilder json, String name, SplittableRandom random, java.util.function.Supplier<String> value) {
        if (random.nextInt(5) == 0) {
            bare(json, name, "null");
        } else {
            text(json, name, value.get());
        }
    }

    private static void bare(StringBuilder json, String name, Object value) {
        json.append(",\"").append(name).append("\":").append(String.format(Locale.ROOT, "%s", value));
    }
}
