package dev.tidemark.sandbox.hubspot.rest;

import dev.tidemark.sandbox.http.Response.Answer;
import dev.tidemark.sandbox.hubspot.crm.ObjectType;
import dev.tidemark.sandbox.hubspot.crm.Pipelines;
import dev.tidemark.sandbox.hubspot.crm.Pipelines.Pipeline;
import dev.tidemark.sandbox.hubspot.crm.Pipelines.Stage;
import dev.tidemark.sandbox.hubspot.crm.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /crm/v3/pipelines/TYPE}: pipelines and their stages; the archived ones only where they are asked for. */
final class PipelinesResource {
    private final Call call;
    private final ObjectType type;
    private final Pipelines pipelines;

    private PipelinesResource(Call call) {
        this.call = call;
        this.type = call.type(0);
        this.pipelines = call.portal().pipelines();
    }

    static Answer handle(Call call) {
        if (call.path().size() > 2 && !call.segment(2).equals("stages")) {
            throw Call.noSuchPath();
        }
        var resource = new PipelinesResource(call);
        return switch (call.is()) {
            case "GET 1" -> resource.list();
            case "POST 1" -> resource.create();
            case "GET 2" -> Json.answer(200, json(resource.pipeline()));
            case "PATCH 2" -> resource.rename();
            case "DELETE 2" -> resource.archive();
            case "GET 3" -> resource.stages();
            case "POST 3" -> resource.addStage();
            case "GET 4" -> resource.stage();
            case "DELETE 4" -> resource.archiveStage();
            default -> throw Call.noSuchPath();
        };
    }

    private Pipeline pipeline() {
        return pipelines.the(type, call.segment(1));
    }

    private Answer list() {
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        pipelines.of(type, call.flag("archived")).forEach(pipeline -> results.add(json(pipeline)));
        return Json.answer(200, answer);
    }

    private Answer create() {
        JsonNode body = call.body();
        Map<String, Map<String, String>> stages = new LinkedHashMap<>();
        body.path("stages").forEach(stage -> stages.put(stage.path("label").asString(""), metadata(stage)));
        return Json.answer(
                201,
                json(pipelines.create(
                        type,
                        body.path("label").asString(""),
                        body.path("displayOrder").asInt(0),
                        stages)));
    }

    private Answer rename() {
        String label = call.body().path("label").asString(pipeline().label());
        return Json.answer(200, json(pipelines.rename(type, call.segment(1), label)));
    }

    private Answer archive() {
        pipelines.archive(type, call.segment(1));
        return Answer.empty(204);
    }

    private Answer stages() {
        ObjectNode answer = Json.object();
        add(answer.putArray("results"), pipeline().stages(call.flag("archived")));
        return Json.answer(200, answer);
    }

    private Answer addStage() {
        JsonNode body = call.body();
        return Json.answer(
                201,
                json(pipelines.addStage(
                        type,
                        call.segment(1),
                        body.path("label").asString(""),
                        body.path("displayOrder").asInt(0),
                        metadata(body))));
    }

    private Answer stage() {
        return Json.answer(200, json(pipelines.stage(pipeline(), call.segment(3), call.flag("archived"))));
    }

    private Answer archiveStage() {
        pipelines.archiveStage(type, call.segment(1), call.segment(3));
        return Answer.empty(204);
    }

    private static Map<String, String> metadata(JsonNode stage) {
        Map<String, String> metadata = new LinkedHashMap<>();
        stage.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asString("")));
        return metadata;
    }

    private static ObjectNode json(Pipeline pipeline) {
        ObjectNode json = Json.object();
        json.put("label", pipeline.label()).put("displayOrder", pipeline.displayOrder());
        json.put("id", pipeline.id());
        add(json.putArray("stages"), pipeline.stages(false));
        return times(json, pipeline.created(), pipeline.updated(), pipeline.archived());
    }

    private static void add(ArrayNode array, List<Stage> stages) {
        stages.forEach(stage -> array.add(json(stage)));
    }

    private static ObjectNode json(Stage stage) {
        ObjectNode json = Json.object();
        json.put("label", stage.label()).put("displayOrder", stage.displayOrder());
        ObjectNode metadata = json.putObject("metadata");
        stage.metadata().forEach(metadata::put);
        json.put("id", stage.id());
        return times(json, stage.created(), stage.updated(), stage.archived())
                .put("writePermissions", "CRM_PERMISSIONS_ENFORCEMENT");
    }

    private static ObjectNode times(ObjectNode json, Instant created, Instant updated, @Nullable Instant archived) {
        json.put("createdAt", Values.moment(created)).put("updatedAt", Values.moment(updated));
        json.put("archived", archived != null);
        return archived == null ? json : json.put("archivedAt", Values.moment(archived));
    }
}
