package dev.tidemark.connectors.manifest.vectors;

import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.Template;
import dev.tidemark.connectors.manifest.template.TemplateError;
import dev.tidemark.connectors.manifest.tree.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a file of template expressions, each with its context and its result. */
final class ExpressionVectors {

    /** When the results were made. */
    private static final Instant THEN = Instant.parse("2024-03-01T12:00:00Z");

    private ExpressionVectors() {}

    static Verdict run(String name, List<?> expressions) {
        InstantSource clock = InstantSource.fixed(THEN);
        List<String> differences = new ArrayList<>();
        for (Object item : expressions) {
            Map<?, ?> vector = (Map<?, ?>) item;
            String template = Python.str(Vectors.need(vector, "template"));
            Map<String, Object> context = new HashMap<>();
            context.put("config", Vectors.need(vector, "config"));
            context.put("parameters", Vectors.need(vector, "parameters"));
            Vectors.map(Vectors.need(vector, "context")).forEach((k, v) -> context.put(Python.str(k), v));
            boolean fails = Vectors.need(vector, "error") != None.NONE;
            String want = fails ? "an error" : Json.write(Vectors.need(vector, "result"));
            String got;
            try {
                got = Json.write(Template.compile(template, clock).eval(context));
            } catch (TemplateError e) {
                got = "an error";
            }
            if (!want.equals(got)) {
                differences.add(template + ": expected " + want + ", got " + got);
            }
        }
        return new Verdict(name, differences);
    }
}
