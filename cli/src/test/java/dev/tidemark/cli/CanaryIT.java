package dev.tidemark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.archive.FolderArchive;
import dev.tidemark.cli.Scene.Outcome;
import dev.tidemark.embedded.ConnectionInfo;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.salesforce.auth.Client;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.org.ValidationRule;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 9: secrets are planted, everything goes right and wrong once, and then none of them is found anywhere. */
class CanaryIT {

    private static final String CLIENT_SECRET = "canary+client/secret=\"4711\"&more";
    private static final String WRONG_PASSWORD = "canary-of-a-wrong-password";
    private static final Pattern TOKEN = Pattern.compile("\"(access_token|refresh_token)\"\\s*:\\s*\"([^\"]+)\"");

    @TempDir
    Path folder;

    /** Where the owner keeps secrets: not searched. */
    @TempDir
    Path owners;

    @SuppressWarnings("NullAway.Init")
    Scene scene;

    /** Secrets by what they are. */
    private final Map<String, String> planted = new ConcurrentHashMap<>();

    private final List<String> said = new ArrayList<>();
    private final AtomicInteger queries = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(folder, 200);
        scene.org.pageSize().cap(20);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void no_planted_secret_is_found_anywhere() throws Exception {
        List<String> files = plant();
        everythingGoesWrong(files);
        scene.org.sessions().refreshOnce(true);
        scene.org.sessions().expireAll();
        everythingGoesRight(files);
        everyCommandSpeaks(files);

        List<String> found = new ArrayList<>();
        said.forEach(text -> search("what commands said", text, found));
        searchFiles(found);
        searchTables(scene.server().store(), found);
        searchTables(scene.server().warehouse(), found);
        assertThat(planted.keySet()).anyMatch(name -> name.startsWith("access_token"));
        assertThat(planted.keySet()).anyMatch(name -> name.startsWith("refresh_token"));
        assertThat(found).isEmpty();
    }

    /** A workspace that signs in with a refresh token, which changes with each use. */
    private List<String> plant() throws Exception {
        String user = scene.org.userId();
        scene.org.sessions().allow(new Client("canary-app", CLIENT_SECRET, user, null));
        String refresh = scene.org.sessions().grantRefresh("canary-app", user);
        ConnectionInfo lake = scene.server().warehouse();
        scene.environment.put("CANARY", CLIENT_SECRET);
        scene.environment.put("REFRESH", refresh);
        scene.environment.put("LAKE", lake.password());
        planted.put("client secret", CLIENT_SECRET);
        planted.put("refresh_token of the file", refresh);
        planted.put("password of the warehouse", lake.password());
        planted.put("password of the store", scene.server().store().password());
        planted.put("a wrong password", WRONG_PASSWORD);
        scene.spoiler = this::listening;
        return List.of(workspace(
                "secret",
                "refresh_token",
                "client_id: canary-app\n    client_secret: ${env:CANARY}\n    refresh_token: ${env:REFRESH}"));
    }

    private String workspace(String name, String auth, String settings) throws IOException {
        ConnectionInfo lake = scene.server().warehouse();
        return Files.writeString(folder.resolve(name + ".yaml"), """
            workspace: %s
            sources:
              salesforce:
                connector: salesforce
                url: %s
                auth: %s
                %s
                quota: 100%%
            destinations:
              lake:
                connector: postgres
                url: postgresql://%s:%d/%s
                user: %s
                password: ${env:LAKE}
            syncs:
              contacts: { from: salesforce.Contact, to: lake.contact, every: 1s }
              titles:
                from: lake
                model: select id, 'Title ' || description as title from %s.contact
                key: id
                to: salesforce.Contact
                mode: update
                match: Id
                map: { Id: id, Title: title }
                every: 1s
            """.formatted(
                                name,
                                scene.front.url(),
                                auth,
                                settings,
                                lake.host(),
                                lake.port(),
                                lake.database(),
                                lake.user(),
                                name))
                .toString();
    }

    private Response listening(Request request, Response response) {
        if (response instanceof Response.Answer answer && request.path().contains("/oauth2/")) {
            Matcher token = TOKEN.matcher(answer.text());
            while (token.find()) {
                planted.put(token.group(1) + " " + planted.size(), token.group(2));
            }
        }
        return response;
    }

    /** Each answer that is an error repeats what was asked, secrets and all. */
    private Response echoing(Request request, Response response) {
        listening(request, response);
        String echo = request.header("authorization") + " " + new String(request.body(), UTF_8) + " " + CLIENT_SECRET;
        if (request.path().contains("/oauth2/")) {
            return queries.get() % 2 == 0
                    ? json(400, "{\"error\":\"invalid_grant\",\"error_description\":" + quoted(echo) + "}")
                    : response;
        }
        return switch (queries.getAndIncrement() % 6) {
            case 0 -> json(400, "[{\"errorCode\":\"MALFORMED_QUERY\",\"message\":" + quoted(echo) + "}]");
            case 1 -> json(200, "{\"totalSize\":1,\"done\":true,\"records\":[{\"Id\":" + quoted(echo) + ",\"x\":}]}");
            case 2 ->
                new Response.Answer(
                        500,
                        Map.of("Content-Type", "text/html"),
                        ("<html>" + echo + "</html>").getBytes(UTF_8),
                        java.time.Duration.ZERO);
            case 3 -> json(404, "[{\"errorCode\":\"NOT_FOUND\",\"message\":" + quoted(echo) + "}]");
            case 4 -> json(200, quoted(echo));
            default -> response;
        };
    }

    private static Response json(int status, String body) {
        return Response.Answer.json(status, body.getBytes(UTF_8));
    }

    private static String quoted(String text) {
        return Json.MAPPER.writeValueAsString(text);
    }

    private void everythingGoesWrong(List<String> files) {
        scene.spoiler = this::echoing;
        for (int i = 0; i < 3; i++) {
            queries.set(i);
            say("check", files.get(i % files.size()));
        }
        once(files, Exit.FAILED);
        scene.spoiler = this::listening;
        scene.environment.put("LAKE", WRONG_PASSWORD);
        once(files, Exit.FAILED);
        scene.environment.put("LAKE", scene.server().warehouse().password());
        ConnectionInfo store = scene.server().store();
        say(
                "status",
                "--store",
                "postgresql://tidemark:" + WRONG_PASSWORD + "@" + store.host() + ":" + store.port() + "/x");
        say(
                "status",
                "--store",
                "postgresql://tidemark:" + WRONG_PASSWORD + "@nowhere.invalid:1/x?password=" + WRONG_PASSWORD);
    }

    private void everythingGoesRight(List<String> files) throws Exception {
        once(files, Exit.OK);
        // People paste secrets into records, and the app repeats them where it refuses a row.
        for (Row row : scene.org.org().rows(scene.object("Contact")).subList(0, 5)) {
            scene.org.writer().update(row.id(), Map.of(scene.object("Contact").the("Description"), appsSecrets()));
        }
        scene.org
                .org()
                .addRule(new ValidationRule(
                        "Contact",
                        "Refused: " + appsSecrets(),
                        (before, after) -> before != null && !Objects.equals(before.get("Title"), after.get("Title"))));
        once(files, Exit.OK);
        once(files, Exit.OK);
        try (Child child =
                scene.process(Stream.concat(Stream.of("run"), files.stream()).toArray(String[]::new))) {
            Scene.until(() -> "a run; " + child, () -> child.out().contains("✓ secret/contacts"));
            child.signal("TERM");
            child.end();
        }
    }

    /** Those that open the app: a token that was replaced opens nothing. */
    private String appsSecrets() {
        return planted.entrySet().stream()
                .filter(one -> !one.getKey().contains("password"))
                .filter(one -> !one.getKey().startsWith("access_token")
                        || scene.org.sessions().of(one.getValue()).isPresent())
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(" "));
    }

    private void everyCommandSpeaks(List<String> files) {
        String contact =
                scene.inTable("secret.contact", "email").keySet().iterator().next();
        for (String json : List.of("--json", "")) {
            for (List<String> words : List.of(
                    List.of("status"),
                    List.of("runs", "--limit", "1000"),
                    List.of("rejections"),
                    List.of("jobs"),
                    List.of("check"),
                    List.of("discover", "secret/salesforce", "--stream", "Contact"),
                    List.of("sql", "select * from secret.contact"),
                    List.of("sql", "--on", "store", "select * from workspace"),
                    List.of("sql", "select broken"),
                    List.of("sync", "secret/contacts"),
                    List.of("settle", "secret/titles", contact, "again"),
                    List.of("explain", "secret/contacts", contact),
                    List.of("explain", "secret/titles", contact),
                    List.of("reprocess", "secret/contacts"),
                    List.of("forget", "secret/contacts", contact),
                    List.of("check", files.getFirst()))) {
                List<String> line = new ArrayList<>(words);
                if (!json.isEmpty()) {
                    line.add(json);
                }
                say(line.toArray(String[]::new));
            }
        }
        assertThat(say("backup", "with.zip", "--archive")).isZero();
        assertThat(say("key", "rotate")).isZero();
    }

    private void once(List<String> files, int exit) {
        List<String> line = new ArrayList<>(List.of("run", "--once"));
        line.addAll(files);
        assertThat(say(line.toArray(String[]::new))).as(said.getLast()).isEqualTo(exit);
    }

    private int say(String... words) {
        Outcome outcome = scene.run(words);
        said.add(String.join(" ", List.of(words).subList(0, 1)) + "\n" + outcome.out() + outcome.err());
        return outcome.exit();
    }

    /** Notes each secret that the text holds, by its name. */
    private void search(String where, String text, List<String> found) {
        planted.forEach((name, secret) -> {
            Map<String, String> forms = new TreeMap<>();
            forms.put("as it is", secret);
            forms.put("in a URL", URLEncoder.encode(secret, UTF_8));
            forms.put("in JSON", quoted(secret).substring(1, quoted(secret).length() - 1));
            forms.put("in base64", Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)));
            forms.put("in hexadecimal", HexFormat.of().formatHex(secret.getBytes(UTF_8)));
            forms.forEach((form, shown) -> {
                int at = text.indexOf(shown);
                if (at >= 0) {
                    found.add(name + " " + form + " in " + where + ": …"
                            + text.substring(Math.max(0, at - 120), at).replaceAll("\\s+", " ") + "HERE");
                }
            });
        });
    }

    private void searchFiles(List<String> found) throws IOException {
        Path server = scene.data().resolve("postgres"); // its own passwords; its tables are searched as tables
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(f -> !f.startsWith(server))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                search(file.toString(), new String(bytes, UTF_8), found);
                if (isZstandard(bytes)) {
                    search(file.toString(), unpacked(bytes), found);
                } else if (file.toString().endsWith(".zip")) {
                    searchZip(file, found);
                }
            }
        }
    }

    private void searchZip(Path file, List<String> found) throws IOException {
        int pages = 0;
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] bytes = zip.readAllBytes();
                search(file + "!" + entry.getName(), new String(bytes, UTF_8), found);
                pages += entry.getName().startsWith("pages/") ? 1 : 0;
            }
        }
        assertThat(pages).isPositive();
    }

    private static boolean isZstandard(byte[] bytes) {
        return bytes.length > 4 && HexFormat.of().formatHex(bytes, 0, 4).equals("28b52ffd");
    }

    private String unpacked(byte[] page) throws IOException {
        Path root = Files.createDirectories(owners.resolve("unpacked"));
        Files.write(root.resolve("page.zst"), page);
        return new String(new FolderArchive(root).get("page.zst", "json").body(), UTF_8);
    }

    private void searchTables(ConnectionInfo database, List<String> found) throws SQLException {
        int tables = 0;
        try (Connection connection = Scene.connect(database);
                Statement names = connection.createStatement();
                ResultSet each = names.executeQuery("""
                    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
                    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')\
                    """)) {
            while (each.next()) {
                tables++;
                String table = each.getString(1);
                try (Statement rows = connection.createStatement();
                        ResultSet row = rows.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (row.next()) {
                        search("table " + table, row.getString(1), found);
                        search("table " + table, row.getString(1).replace("\"\"", "\""), found);
                    }
                }
            }
        }
        assertThat(tables).isGreaterThan(4);
    }
}
