package dev.tidemark.connectors.manifest.stream;

import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problem;
import dev.tidemark.connectors.manifest.load.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Compiles the dynamic streams of a manifest. */
record Dynamics(
        StreamReader reader, Expressions expressions, BiFunction<Node, StreamReader, Optional<StreamEntry>> entries) {

    /** What is told of a template only where it is not a matter of a value that is filled in later. */
    private static final String NEVER = "does not run here";

    List<Dynamic> of(Node top) {
        List<Dynamic> found = new ArrayList<>();
        for (Node node : top.children("dynamic_streams")) {
            dynamic(node).ifPresent(found::add);
        }
        return found;
    }

    private Optional<Dynamic> dynamic(Node node) {
        if (!node.type().equals("DynamicDeclarativeStream") && !node.type().isEmpty()) {
            node.refuse();
            return Optional.empty();
        }
        Optional<Node> template = node.needChild("stream_template");
        Optional<Node> resolver = node.needChild("components_resolver");
        if (template.isEmpty() || resolver.isEmpty()) {
            return Optional.empty();
        }
        tryOut(template.get());
        List<ComponentsMapping> mappings = resolver.get().children("components_mapping").stream()
                .map(m -> ComponentsMapping.of(m, expressions))
                .toList();
        return resolver(resolver.get(), node.text("name").orElse("dynamic stream"))
                .map(r -> new Dynamic(
                        node, template.get().fields(), mappings, r, stream -> entries.apply(stream, reader)));
    }

    /** Types that do not run are told at once, and not when the first stream is made of the template. */
    private void tryOut(Node template) {
        Problems trial = new Problems();
        boolean isWhole = entries.apply(new Node(template.fields(), template.place(), trial), reader)
                .isPresent();
        if (isWhole && trial.none()) {
            return;
        }
        for (Problem problem : trial.all()) {
            if (problem.what().contains(NEVER)) {
                template.problems().add(problem.place(), problem.what());
            }
        }
    }

    private Optional<Dynamic.Resolver> resolver(Node node, String name) {
        return switch (node.type()) {
            case "HttpComponentsResolver" -> {
                Map<Object, Object> stream = new LinkedHashMap<>();
                stream.put("type", "DeclarativeStream");
                stream.put("name", name);
                node.find("retriever").ifPresent(retriever -> stream.put("retriever", retriever));
                yield reader.read(new Node(stream, node.place(), node.problems()))
                        .map(Dynamic.Resolver.Asked::new);
            }
            case "ConfigComponentsResolver" -> {
                List<Dynamic.Source> sources = node.children("stream_config").stream()
                        .map(s -> new Dynamic.Source(expressions.list(s, "configs_pointer"), s.list("default_values")))
                        .toList();
                if (sources.isEmpty()) {
                    node.problem("'stream_config' is missing");
                }
                yield Optional.of(new Dynamic.Resolver.OfSettings(sources));
            }
            case "ParametrizedComponentsResolver" -> {
                List<Object> values = node.needChild("stream_parameters")
                        .map(p -> p.list("list_of_parameters_for_stream"))
                        .orElse(List.of());
                yield Optional.of(new Dynamic.Resolver.Listed(values));
            }
            default -> {
                node.refuse();
                yield Optional.empty();
            }
        };
    }
}
