package dev.tidemark.sandbox.hubspot.crm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The pipelines of deals, tickets and custom objects. All calls go through the lock of the portal's store. */
public final class Pipelines {

    /** @param archived when it was; null while it lives */
    public record Stage(
            String id,
            String label,
            int displayOrder,
            Map<String, String> metadata,
            Instant created,
            Instant updated,
            @Nullable Instant archived) {
        public Stage {
            metadata = Map.copyOf(metadata);
        }
    }

    /** @param archived when it was; null while it lives */
    public record Pipeline(
            String id,
            String label,
            int displayOrder,
            List<Stage> stages,
            Instant created,
            Instant updated,
            @Nullable Instant archived) {
        public Pipeline {
            stages = List.copyOf(stages);
        }

        /** Its living stages, or those that were archived. */
        public List<Stage> stages(boolean gone) {
            return stages.stream()
                    .filter(stage -> (stage.archived() != null) == gone)
                    .sorted(Comparator.comparingInt(Stage::displayOrder))
                    .toList();
        }
    }

    /** What HubSpot answers for the default pipelines, which nobody made. */
    private static final Instant ALWAYS = Instant.EPOCH;

    private final Portal portal;
    private final Map<String, Map<String, Pipeline>> byType = new LinkedHashMap<>();
    private long lastId = 720_000_000;

    Pipelines(Portal portal) {
        this.portal = portal;
        var sales = new ArrayList<Stage>();
        for (String stage : StandardTypes.STAGES) {
            boolean closed = stage.startsWith("closed");
            String probability =
                    closed ? stage.equals("closedwon") ? "1.0" : "0.0" : "0." + (2 * Math.min(4, sales.size() + 1));
            sales.add(stage(stage, stage, sales.size(), Map.of("isClosed", "" + closed, "probability", probability)));
        }
        put("deals", new Pipeline("default", "Sales Pipeline", 0, sales, ALWAYS, ALWAYS, null));
        var support = new ArrayList<Stage>();
        for (String label : List.of("New", "Waiting on contact", "Waiting on us", "Closed")) {
            boolean closed = label.equals("Closed");
            Map<String, String> metadata = Map.of("isClosed", "" + closed, "ticketState", closed ? "CLOSED" : "OPEN");
            support.add(stage("" + (support.size() + 1), label, support.size(), metadata));
        }
        put("tickets", new Pipeline("0", "Support Pipeline", 0, support, ALWAYS, ALWAYS, null));
    }

    private static Stage stage(String id, String label, int order, Map<String, String> metadata) {
        return new Stage(id, label, order, metadata, ALWAYS, ALWAYS, null);
    }

    private void put(String type, Pipeline pipeline) {
        byType.computeIfAbsent(type, key -> new LinkedHashMap<>()).put(pipeline.id(), pipeline);
    }

    /** The living ones of a type, or those that were archived. */
    public List<Pipeline> of(ObjectType type, boolean gone) {
        return portal.store()
                .locked(() ->
                        Objects.requireNonNullElse(byType.get(type.name()), Map.<String, Pipeline>of())
                                .values()
                                .stream()
                                .filter(pipeline -> (pipeline.archived() != null) == gone)
                                .sorted(Comparator.comparingInt(Pipeline::displayOrder))
                                .toList());
    }

    public Pipeline the(ObjectType type, String id) {
        return of(type, false).stream()
                .filter(pipeline -> pipeline.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refused.notFound("Pipeline " + id + " does not exist"));
    }

    public Stage stage(Pipeline pipeline, String id, boolean gone) {
        return pipeline.stages(gone).stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refused.notFound("Pipeline stage " + id + " does not exist"));
    }

    /** @param stages labels, with the metadata of each */
    public Pipeline create(ObjectType type, String label, int order, Map<String, Map<String, String>> stages) {
        return portal.store().locked(() -> {
            Instant now = portal.now();
            var made = new ArrayList<Stage>();
            stages.forEach((name, metadata) ->
                    made.add(new Stage(Long.toString(++lastId), name, made.size(), metadata, now, now, null)));
            var pipeline = new Pipeline(Long.toString(++lastId), label, order, made, now, now, null);
            put(type.name(), pipeline);
            offer(type);
            return pipeline;
        });
    }

    public Pipeline rename(ObjectType type, String id, String label) {
        return rewrite(
                type,
                id,
                old -> new Pipeline(
                        id, label, old.displayOrder(), old.stages(), old.created(), portal.now(), old.archived()));
    }

    public void archive(ObjectType type, String id) {
        var _ = rewrite(
                type,
                id,
                old -> new Pipeline(
                        id, old.label(), old.displayOrder(), old.stages(), old.created(), old.updated(), portal.now()));
    }

    public Stage addStage(ObjectType type, String id, String label, int order, Map<String, String> metadata) {
        return portal.store().locked(() -> {
            Instant now = portal.now();
            var stage = new Stage(Long.toString(++lastId), label, order, metadata, now, now, null);
            var _ = rewrite(type, id, old -> withStage(old, stage));
            return stage;
        });
    }

    public void archiveStage(ObjectType type, String id, String stage) {
        var _ = rewrite(type, id, old -> {
            Stage one = stage(old, stage, false);
            return withStage(
                    old,
                    new Stage(
                            stage,
                            one.label(),
                            one.displayOrder(),
                            one.metadata(),
                            one.created(),
                            one.updated(),
                            portal.now()));
        });
    }

    private static Pipeline withStage(Pipeline old, Stage stage) {
        var stages = new ArrayList<>(old.stages());
        stages.removeIf(one -> one.id().equals(stage.id()));
        stages.add(stage);
        return new Pipeline(
                old.id(), old.label(), old.displayOrder(), stages, old.created(), old.updated(), old.archived());
    }

    private Pipeline rewrite(ObjectType type, String id, UnaryOperator<Pipeline> change) {
        return portal.store().locked(() -> {
            Pipeline changed = change.apply(the(type, id));
            put(type.name(), changed);
            offer(type);
            return changed;
        });
    }

    /** Records take every pipeline and stage that lives. */
    private void offer(ObjectType type) {
        List<Pipeline> living = of(type, false);
        offer(
                type,
                type.name().equals("deals") ? "pipeline" : "hs_pipeline",
                living.stream().map(Pipeline::id).toList());
        offer(
                type,
                type.name().equals("deals") ? "dealstage" : "hs_pipeline_stage",
                living.stream()
                        .flatMap(pipeline -> pipeline.stages(false).stream())
                        .map(Stage::id)
                        .toList());
    }

    private void offer(ObjectType type, String property, List<String> values) {
        portal.the(type.name()).property(property).ifPresent(known -> portal.define(type, known.offering(values)));
    }
}
