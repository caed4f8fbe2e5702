package dev.tidemark.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response;
import dev.tidemark.sandbox.http.Response.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class MisbehaviourTest {
    private static final String ACCOUNTS = "/query?q=SELECT+Id+FROM+Account";

    private final Caller caller = new Caller(200);
    private final Misbehaviour misbehave = caller.sandbox.misbehaviour();

    private void next(Effect effect) {
        caller.sandbox.faults().add(FaultRule.next("test", effect));
    }

    private Response get() {
        return caller.raw("GET", ACCOUNTS, "");
    }

    private int status() {
        return get() instanceof Answer answer ? answer.status() : 0;
    }

    @Test
    void errors_come_instead_of_the_work() {
        next(misbehave.tooManyRequests(Duration.ofSeconds(7)));
        Answer tooMany = caller.get(ACCOUNTS);
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.headers()).containsEntry("Retry-After", "7").containsKey("Date");
        next(misbehave.requestLimitExceeded());
        assertThat(caller.get(ACCOUNTS).text()).contains("REQUEST_LIMIT_EXCEEDED");
        next(misbehave.serverError());
        assertThat(status()).isEqualTo(500);
        next(misbehave.unavailable());
        assertThat(status()).isEqualTo(503);
        next(misbehave.gatewayError());
        assertThat(caller.get(ACCOUNTS).text()).startsWith("<html>");
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void a_rule_strikes_those_it_names_and_no_others() {
        caller.sandbox
                .faults()
                .add(FaultRule.next("third query", misbehave.serverError())
                        .ofKind("query")
                        .onPath("FROM Account")
                        .after(2)
                        .times(2));
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 5; i++) {
            statuses.add(status());
            assertThat(caller.get("/limits").status()).isEqualTo(200);
            assertThat(caller.query("SELECT Id FROM Contact LIMIT 1").status()).isEqualTo(200);
        }
        assertThat(statuses).containsExactly(200, 200, 500, 500, 200);
        assertThat(caller.sandbox.faults().rules()).isEmpty();
    }

    @Test
    void chances_follow_from_the_seed() {
        assertThat(strikes()).isEqualTo(strikes());
        assertThat(strikes()).contains(500).contains(200);
    }

    private static List<Integer> strikes() {
        var fresh = new Caller(0);
        fresh.sandbox
                .faults()
                .add(FaultRule.next("now and then", fresh.sandbox.misbehaviour().serverError())
                        .withChance(0.3));
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 40; i++) {
            statuses.add(fresh.get(ACCOUNTS).status());
        }
        return statuses;
    }

    @Test
    void an_answer_can_be_late_silent_cut_lost_or_refused() {
        next(misbehave.slow(Duration.ofSeconds(9)));
        assertThat(caller.get(ACCOUNTS).after()).isEqualTo(Duration.ofSeconds(9));
        next(misbehave.timeOut(Duration.ofMinutes(2)));
        assertThat(get()).isEqualTo(new Response.TimedOut(Duration.ofMinutes(2)));
        next(misbehave.cutBody());
        assertThat(get())
                .isInstanceOfSatisfying(
                        Response.Cut.class,
                        cut -> assertThat(cut.sent()).isEqualTo(cut.whole().body().length / 2));
        next(misbehave.refuse());
        assertThat(get()).isEqualTo(new Response.Refused());
    }

    @Test
    void a_write_may_be_done_though_its_answer_is_lost() {
        String body = "{\"Name\":\"Lost and found\"}";
        String count = "SELECT Id FROM Account WHERE Name = 'Lost and found'";
        next(misbehave.refuse());
        caller.raw("POST", "/sobjects/Account", body);
        next(misbehave.timeOut(Duration.ofSeconds(1)));
        caller.raw("POST", "/sobjects/Account", body);
        assertThat(caller.records(count)).isEmpty();
        next(misbehave.loseAnswer());
        assertThat(caller.raw("POST", "/sobjects/Account", body)).isEqualTo(new Response.Lost());
        assertThat(caller.records(count)).hasSize(1);
        next(misbehave.timeOutAfterWork(Duration.ofSeconds(1)));
        caller.raw("POST", "/sobjects/Account", body);
        assertThat(caller.records(count)).hasSize(2);
    }

    @Test
    void a_200_can_hold_broken_json_or_an_error() {
        next(misbehave.brokenJson());
        Answer broken = caller.get(ACCOUNTS);
        assertThat(broken.status()).isEqualTo(200);
        assertThatThrownBy(() -> Caller.json(broken)).isInstanceOf(JacksonException.class);
        next(misbehave.errorInside());
        Answer inside = caller.get(ACCOUNTS);
        assertThat(inside.status()).isEqualTo(200);
        assertThat(inside.text()).startsWith("{\"totalSize\"").contains("UNKNOWN_EXCEPTION");
    }

    @Test
    void tokens_and_locators_expire_on_request_and_with_time() {
        next(misbehave.expireTokens());
        assertThat(caller.get(ACCOUNTS).text()).contains("INVALID_SESSION_ID");
        assertThat(status()).isEqualTo(401);
        caller.login();
        caller.sandbox.pageSize().cap(5);
        caller.sandbox.locators().life(Duration.ofMinutes(15));
        String more = Caller.json(caller.get(ACCOUNTS)).path("nextRecordsUrl").asString("");
        caller.later(14 * 60);
        assertThat(caller.get(more).status()).isEqualTo(200);
        caller.later(2 * 60);
        assertThat(caller.get(more).text()).contains("INVALID_QUERY_LOCATOR");
        caller.later(3 * 3600);
        assertThat(status()).isEqualTo(401);
    }

    @Test
    void a_late_commit_is_seen_later_with_its_early_stamp() {
        caller.later(3600);
        next(misbehave.lateCommit(Duration.ofSeconds(30)));
        caller.create("Account", "{\"Name\":\"Late\"}");
        String soql = "SELECT SystemModstamp FROM Account WHERE Name = 'Late'";
        caller.later(29);
        assertThat(caller.records(soql)).isEmpty();
        caller.later(1);
        assertThat(caller.column(soql, "SystemModstamp")).containsExactly("2026-11-21T11:00:00.000+0000");

        String id = caller.column("SELECT Id FROM Account WHERE Name = 'Late'", "Id")
                .getFirst();
        next(misbehave.lateCommit(Duration.ofSeconds(30)));
        caller.call("PATCH", "/sobjects/Account/" + id, "{\"Name\":\"Later\"}");
        assertThat(caller.records(soql)).hasSize(1);
        next(misbehave.lateCommit(Duration.ofSeconds(60)));
        caller.call("DELETE", "/sobjects/Account/" + id, "");
        caller.later(31);
        assertThat(caller.column("SELECT Name FROM Account WHERE Id = '" + id + "'", "Name"))
                .containsExactly("Later");
        String log = "/sobjects/Account/deleted/?start=2026-11-21T11:00:00Z&end=2026-11-21T12:00:00Z";
        assertThat(caller.get(log).text()).doesNotContain(id);
        caller.later(60);
        assertThat(caller.get(log).text()).contains(id);
    }

    @Test
    void rows_can_be_locked_for_a_while() {
        next(misbehave.lockRows(2));
        String record = "{\"attributes\":{\"type\":\"Account\"},\"Name\":\"a\"}";
        Answer answer = caller.call(
                "POST", "/composite/sobjects", "{\"records\":[" + record + "," + record + "," + record + "]}");
        JsonNode results = Caller.json(answer);
        assertThat(results.get(0).path("success").asBoolean(false)).isTrue();
        assertThat(results.get(1).toString()).contains("UNABLE_TO_LOCK_ROW");
        assertThat(results.get(2).path("success").asBoolean(false)).isTrue();
    }

    @Test
    void changes_can_happen_between_pages() {
        caller.sandbox
                .faults()
                .add(FaultRule.next("busy", misbehave.changesBefore(3, 5))
                        .ofKind("queryMore")
                        .always());
        caller.sandbox.pageSize().cap(10);
        int before = caller.records("SELECT Id FROM Task").size();
        caller.later(60);
        assertThat(caller.records("SELECT Id FROM Contact")).isNotEmpty();
        int changed = caller.records("SELECT Id FROM Account WHERE SystemModstamp >= 2026-11-21T10:01:00Z")
                        .size()
                + caller.records("SELECT Id FROM Contact WHERE SystemModstamp >= 2026-11-21T10:01:00Z")
                        .size()
                + caller.records("SELECT Id FROM Opportunity WHERE SystemModstamp >= 2026-11-21T10:01:00Z")
                        .size();
        assertThat(changed).isPositive();
        assertThat(before).isPositive();
    }

    @Test
    void the_clock_of_the_org_may_be_skewed_and_the_log_keeps_the_true_time() {
        caller.sandbox.org().skew(Duration.ofMinutes(-10));
        caller.login();
        Answer answer = caller.call("POST", "/sobjects/Account", "{\"Name\":\"a\"}");
        assertThat(answer.headers()).containsEntry("Date", "Sat, 21 Nov 2026 09:50:00 GMT");
        assertThat(caller.column("SELECT SystemModstamp FROM Account WHERE Name = 'a'", "SystemModstamp"))
                .containsExactly("2026-11-21T09:50:00.000+0000");
        assertThat(caller.sandbox.log().entries().getLast().at()).isEqualTo(Caller.START);
    }

    @Test
    void every_request_is_counted_in_every_window() {
        caller.sandbox.log().clear();
        for (int i = 0; i < 6; i++) {
            status();
            caller.later(i < 3 ? 1 : 10);
        }
        next(misbehave.refuse());
        get();
        assertThat(caller.sandbox.log().count()).isEqualTo(7);
        assertThat(caller.sandbox.log().byKind()).containsExactly(Map.entry("query", 7L));
        assertThat(caller.sandbox.log().mostWithin(Duration.ofSeconds(3))).isEqualTo(3);
        assertThat(caller.sandbox.log().mostWithin(Duration.ofSeconds(4))).isEqualTo(4);
        assertThat(caller.sandbox.log().entries().getLast().fault()).isEqualTo("test");
        assertThat(caller.sandbox.log().entries().getLast().status()).isZero();
        assertThat(caller.sandbox.log().count(Caller.START, Caller.START.plusSeconds(3)))
                .isEqualTo(3);
    }

    @Test
    void the_daily_limit_is_counted_over_a_sliding_day() {
        caller.sandbox.limit().max(3);
        assertThat(caller.get(ACCOUNTS).headers()).containsEntry("Sforce-Limit-Info", "api-usage=1/3");
        status();
        status();
        Answer over = caller.get(ACCOUNTS);
        assertThat(over.status()).isEqualTo(403);
        assertThat(over.text()).contains("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        caller.later(86_400);
        caller.login();
        assertThat(status()).isEqualTo(200);
        caller.sandbox.limit().max(15_000);
        caller.sandbox.limit().use(900, caller.instant());
        caller.sandbox.limit().wobble(5);
        var told = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            told.add(caller.get(ACCOUNTS).headers().getOrDefault("Sforce-Limit-Info", ""));
        }
        assertThat(told).isNotEqualTo(told.stream().sorted().toList());
    }

    @Test
    void a_permission_taken_away_hides_the_object_or_the_field() {
        caller.sandbox.permissions().hide(caller.sandbox.userId(), "Account.Health__c");
        assertThat(caller.query("SELECT Health__c FROM Account").text()).contains("INVALID_FIELD");
        assertThat(caller.get("/sobjects/Account/describe").text()).doesNotContain("Health__c");
        caller.sandbox.permissions().hide(caller.sandbox.userId(), "Account");
        assertThat(caller.get(ACCOUNTS).text()).contains("INVALID_TYPE");
        assertThat(caller.get("/sobjects").text()).doesNotContain("\"name\":\"Account\"");
        caller.sandbox.permissions().show(caller.sandbox.userId(), "account");
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void it_can_all_be_done_over_http_too() {
        control("POST", "/sandbox/faults", "{\"effect\":\"serverError\",\"kind\":\"query\",\"times\":2}");
        assertThat(control("GET", "/sandbox/faults", "")).contains("serverError");
        assertThat(List.of(status(), status(), status())).containsExactly(500, 500, 200);
        control("POST", "/sandbox/settings", "{\"apiLimit\":5,\"clockSkewSeconds\":60,\"pageSize\":3}");
        assertThat(Caller.json(caller.get(ACCOUNTS)).path("records")).hasSize(3);
        assertThat(control("POST", "/sandbox/changes", "{\"seed\":4,\"n\":3}")).contains("2026-11-21T10:01:00Z");
        assertThat(control("GET", "/sandbox/requests?kind=query", "")).contains("\"status\" : 500");
        assertThat(control("GET", "/sandbox/counts?seconds=60", "")).contains("mostWithin");
        assertThat(control("POST", "/sandbox/faults", "{\"effect\":\"nonsense\"}"))
                .contains("no effect is named nonsense");
        assertThat(control("POST", "/sandbox/nowhere", "")).contains("none of the sandbox's controls");
        control("POST", "/sandbox/permissions", "{\"hide\":[\"Account.Phone\"]}");
        assertThat(caller.query("SELECT Phone FROM Account").text()).contains("INVALID_FIELD");
        int logged = caller.sandbox.log().count();
        control("GET", "/sandbox", "");
        assertThat(caller.sandbox.log().count()).isEqualTo(logged);
    }

    private String control(String method, String path, String body) {
        return Caller.answer(caller.sandbox.handle(Request.of(method, path, Map.of(), body)))
                .text();
    }
}
