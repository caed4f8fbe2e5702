package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.salesforce.soql.ResultSet;
import dev.tidemark.sandbox.salesforce.soql.Soql;
import dev.tidemark.sandbox.salesforce.soql.SoqlException;

/** {@code /query}, {@code /queryAll}, and {@code /query/LOCATOR-OFFSET} for the pages after the first. */
final class QueryResource {
    private QueryResource() {}

    static Answer handle(Call call) {
        if (!call.method().equals("GET")) {
            throw ApiException.method(call.method(), "HEAD,GET");
        }
        return call.path().size() == 1 ? first(call) : more(call, call.path().get(1));
    }

    private static Answer first(Call call) {
        String soql = call.request().params().get("q");
        if (soql == null || soql.isBlank()) {
            throw new ApiException(400, "MALFORMED_QUERY", "SOQL statements can not be empty or null");
        }
        boolean all = call.path().getFirst().equalsIgnoreCase("queryAll");
        ResultSet result;
        try {
            result = Soql.run(call.org(), call.view(), soql, all);
        } catch (SoqlException refused) {
            throw new ApiException(400, refused.errorCode(), String.valueOf(refused.getMessage()));
        }
        int pageSize = call.backend().pageSize().of(call.request(), result.width());
        if (result.size() <= pageSize) {
            return page(call, result, 0, result.size(), "");
        }
        Locators.Open open =
                call.backend().locators().keep(result, pageSize, call.session().userId());
        return page(call, result, 0, pageSize, open.id());
    }

    private static Answer more(Call call, String locator) {
        int dash = locator.lastIndexOf('-');
        String offset = locator.substring(dash + 1);
        Locators.Open open = call.backend()
                .locators()
                .find(
                        dash < 0 ? locator : locator.substring(0, dash),
                        call.session().userId())
                .filter(found -> offset.matches("\\d{1,9}")
                        && Integer.parseInt(offset) < found.result().size())
                .orElseThrow(() -> new ApiException(400, "INVALID_QUERY_LOCATOR", "invalid query locator"));
        int from = Integer.parseInt(offset);
        int to = Math.min(open.result().size(), from + open.pageSize());
        return page(call, open.result(), from, to, open.id());
    }

    private static Answer page(Call call, ResultSet result, int from, int to, String locator) {
        return Json.written(200, json -> {
            boolean done = to >= result.size();
            json.writeStartObject();
            json.writeNumberProperty("totalSize", result.totalSize());
            json.writeBooleanProperty("done", done);
            if (!done) {
                json.writeStringProperty(
                        "nextRecordsUrl", "/services/data/" + call.version() + "/query/" + locator + "-" + to);
            }
            json.writeArrayPropertyStart("records");
            for (int i = from; i < to; i++) {
                result.write(i, json, call.version());
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
