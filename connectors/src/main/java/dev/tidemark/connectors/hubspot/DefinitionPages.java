package dev.tidemark.connectors.hubspot;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.Next;
import dev.tidemark.connector.PageRequest;
import dev.tidemark.connectors.hubspot.Kind.Definitions;
import dev.tidemark.connectors.hubspot.Position.Phase;
import dev.tidemark.connectors.json.Envelope;
import dev.tidemark.connectors.json.Json;
import dev.tidemark.connectors.rest.Params;
import dev.tidemark.connectors.rest.Troubled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Definitions, type by type: first which types of its own the account has, then for each what there is, and what was archived. A
 * type that the app may not see is passed over; that deletes nothing, since only what is listed as archived counts as deleted.
 */
final class DefinitionPages {

    private static final byte[] NOTHING = "{\"results\":[]}".getBytes(StandardCharsets.UTF_8);

    private final Access access;
    private final Definitions kind;
    private final Position position;

    private DefinitionPages(Access access, PageRequest request, Definitions kind) {
        this.access = access;
        this.kind = kind;
        this.position = request.after().map(Position::of).orElse(Position.start(Phase.TYPES));
    }

    static Answer read(Access access, PageRequest request, Definitions kind) {
        var pages = new DefinitionPages(access, request, kind);
        return pages.position.phase() == Phase.TYPES
                ? Hub.API.page(Streams.CUSTOM_OBJECTS, pages::types)
                : Hub.API.page(pages.what(), pages::page);
    }

    private Answer types() throws HttpFailed, Troubled {
        HttpAnswer answer = Streams.schemas(access);
        List<String> types = new ArrayList<>(kind.standard());
        types.addAll(Streams.custom(answer));
        return Hub.page(Flat.NONE, answer, NOTHING, more(Phase.LIST, types));
    }

    /** A type, or {@code type/pipeline}. */
    private String asked() {
        return position.pending().getFirst();
    }

    private String type() {
        return asked().replaceFirst("/.*", "");
    }

    private String pipeline() {
        return asked().substring(asked().indexOf('/') + 1);
    }

    private String what() {
        return switch (position.phase()) {
            case STAGES -> "the archived stages of the pipeline " + pipeline() + " of " + type();
            case ARCHIVED -> "the archived " + kind.word() + " of " + type();
            default -> "the " + kind.word() + " of " + type();
        };
    }

    private String path() {
        String path = "/crm/v3/" + kind.word() + "/" + Params.step(type());
        return position.phase() == Phase.STAGES ? path + "/" + pipeline() + "/stages" : path;
    }

    private Answer page() throws HttpFailed, Troubled, BadPage {
        String archived = String.valueOf(position.phase() != Phase.LIST);
        HttpAnswer answer = Hub.API.send(
                access,
                Hub.API.request(
                        access, "GET", new Params().and("archived", archived).after(path())));
        if (Streams.isHidden(answer)) {
            return Hub.page(Flat.NONE, answer, NOTHING, afterFirst());
        }
        Envelope envelope = Envelope.of(Hub.API.good(answer, what()).body(), RecordPages.RECORDS, "");
        if (!envelope.hasRecords()) {
            return Hub.API.refusals().strange(answer, what(), "no results").asAnswer();
        }
        String format = position.phase() == Phase.STAGES
                ? Flat.stages(type(), pipeline())
                : Flat.definitions(type(), position.phase() == Phase.ARCHIVED);
        return Hub.page(format, answer, answer.body(), next(answer.body()));
    }

    private Next next(byte[] body) throws BadPage {
        if (position.phase() != Phase.LIST) {
            return afterFirst();
        }
        List<String> pending = new ArrayList<>();
        if (kind == Definitions.STAGES) {
            for (JsonNode pipeline : Json.tree(body).path(RecordPages.RECORDS)) {
                pending.add(type() + "/" + Params.step(pipeline.path(Streams.ID).asString("")));
            }
        }
        Phase then = pending.isEmpty() ? Phase.ARCHIVED : Phase.STAGES;
        pending.addAll(position.pending());
        return more(then, pending);
    }

    /** Where nothing can be seen of a type, then nothing archived either. */
    private Next afterFirst() {
        List<String> left = position.pending().subList(1, position.pending().size());
        if (position.phase() == Phase.STAGES) {
            return more(left.getFirst().contains("/") ? Phase.STAGES : Phase.ARCHIVED, left);
        }
        return left.isEmpty() ? Next.Done.of() : more(Phase.LIST, left);
    }

    private static Next more(Phase phase, List<String> pending) {
        return new Next.More(new Position(phase, 0, "", pending).token());
    }
}
