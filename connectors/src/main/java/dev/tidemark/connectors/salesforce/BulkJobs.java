package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Troubled;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The org's list of ingest jobs, for rows whose own job is not known any more. */
final class BulkJobs {

    private static final Set<String> AT_WORK = Set.of("UploadComplete", "InProgress");

    /** A page lists a thousand jobs, and they are kept for seven days. */
    private static final int MOST_PAGES = 10;

    private BulkJobs() {}

    /** Whether any job, ours or another's, is at work on an object. One that was not closed never will be. */
    static boolean areAtWork(Access access, String object) throws HttpFailed, Troubled {
        String what = "the list of ingest jobs";
        String path = Calls.path(access, "/jobs/ingest?jobType=V2Ingest");
        for (int page = 0; page < MOST_PAGES && !path.isEmpty(); page++) {
            HttpAnswer answer = Calls.get(access, path, what);
            JsonNode list;
            try {
                list = Json.tree(answer.body());
            } catch (BadPage e) {
                throw new Troubled(Errors.strange(answer, what, e));
            }
            if (!list.path("records").isArray()) {
                throw new Troubled(Errors.strange(answer, what, "no list"));
            }
            for (JsonNode job : list.path("records")) {
                if (job.path("object").asString("").equals(object)
                        && AT_WORK.contains(job.path("state").asString(""))) {
                    return true;
                }
            }
            String next = list.path("nextRecordsUrl").asString("");
            path = next.startsWith("/services/data/") ? next : "";
        }
        return false;
    }
}
