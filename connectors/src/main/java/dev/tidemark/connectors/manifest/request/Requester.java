package dev.tidemark.connectors.manifest.request;

import dev.tidemark.connectors.manifest.expression.Context;
import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.expression.Fields;
import dev.tidemark.connectors.manifest.expression.Nested;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.None;
import dev.tidemark.connectors.manifest.template.Python;
import dev.tidemark.connectors.manifest.template.Template.Kinds;
import dev.tidemark.connectors.manifest.tree.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An HttpRequester: what is asked, apart from who asks and which page. */
public final class Requester {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final Set<String> WITH_BODY = Set.of("GET", "POST", "PUT", "PATCH");

    private final Expression base;
    private final Expression path;
    private final String method;
    private final Fields query;
    private final Fields headers;
    private final Body body;

    private Requester(Expression base, Expression path, String method, Fields query, Fields headers, Body body) {
        this.base = base;
        this.path = path;
        this.method = method;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    private sealed interface Body {
        record Nothing() implements Body {}

        record Form(Fields fields) implements Body {}

        record Plain(Expression text) implements Body {}

        record OfJson(Nested value) implements Body {}
    }

    public static Requester of(Node node, Expressions expressions) {
        String method = node.text("http_method").orElse("GET");
        if (!METHODS.contains(method)) {
            node.problem("'http_method' is one of " + String.join(", ", new TreeSet<>(METHODS)) + ", not " + method);
        }
        if (!node.has("url_base") && !node.has("url")) {
            node.problem("'url_base' or 'url' is missing");
        }
        // One that is a component says which properties are asked for, and is put in by the retriever.
        Map<Object, Object> parameters = new LinkedHashMap<>(node.map("request_parameters"));
        parameters.values().removeIf(Map.class::isInstance);
        return new Requester(
                expressions.orElse(node, node.has("url_base") ? "url_base" : "url", ""),
                expressions.orElse(node, "path", ""),
                method,
                fields(node, "request_parameters", parameters, expressions),
                fields(node, "request_headers", node.map("request_headers"), expressions),
                body(node, expressions));
    }

    /** Refuses the properties that a request asks for by name, where there is no page whose records could be put together. */
    public static void withoutProperties(Node node) {
        node.refuse("query_properties");
        node.refuse("fetch_properties_from_endpoint");
        node.map("request_parameters").forEach((name, value) -> {
            if (value instanceof Map) {
                node.problem("'request_parameters." + Python.str(name)
                        + "' is a component, which runs in the requester of a SimpleRetriever alone");
            }
        });
    }

    /** A map of templates, or one template that comes to a map. */
    private static Fields fields(Node node, String name, Map<Object, Object> map, Expressions expressions) {
        Object given = node.find(name).orElse(map);
        if (given instanceof String text && !text.isBlank()) {
            return expressions.fields(expressions.of(node, text));
        }
        if (!(given instanceof Map) && !(given instanceof String)) {
            node.problem("'" + name + "' should be a map");
        }
        return expressions.fields(node, map);
    }

    private static Body body(Node node, Expressions expressions) {
        Optional<Object> form = node.find("request_body_data");
        Optional<Object> json = node.find("request_body_json");
        if (node.has("request_body")) {
            Optional<Node> typed = node.child("request_body");
            if (typed.isPresent()) {
                Optional<Object> value = typed.get().find("value");
                switch (typed.get().type()) {
                    case "RequestBodyUrlEncodedForm" -> form = value;
                    case "RequestBodyPlainText", "RequestBodyJsonObject", "RequestBodyGraphQL" -> json = value;
                    default -> typed.get().refuse();
                }
            }
        }
        if (form.isPresent() && json.isPresent()) {
            node.problem("a request has a form or a JSON body, not both");
        }
        if (json.isPresent()) {
            return new Body.OfJson(expressions.nested(node, json.get()));
        }
        return form.<Body>map(value -> {
                    if (value instanceof Map<?, ?> map) {
                        Map<Object, Object> fields = new LinkedHashMap<>(map);
                        return new Body.Form(expressions.fields(node, fields));
                    }
                    return new Body.Plain(expressions.of(node, Python.str(value)));
                })
                .orElseGet(Body.Nothing::new);
    }

    /** The base of its addresses. */
    public String base(Context context) {
        return base.text(context);
    }

    /**
     * The request.
     *
     * @param address instead of the path, where the page before said so
     * @param more what authenticator, paginator and slices set; changed by this call
     * @param proof headers that the authenticator sets last
     * @throws Impossible where two set the same, or the address is none
     */
    public Call call(Context context, Optional<String> address, Options more, Map<String, String> proof) {
        return call(context, context, address, more, proof);
    }

    /**
     * As the other.
     *
     * @param forPath what the templates of the path see, where values from outside must not change what the address means
     */
    public Call call(
            Context context, Context forPath, Optional<String> address, Options more, Map<String, String> proof) {
        Options options = own(context).and(more);
        String url = Urls.join(base(context), address.orElseGet(() -> leadless(path.text(forPath))));
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.at(Into.HEADER).forEach((name, value) -> sent.put(Python.str(name), Python.str(value)));
        sent.putAll(proof);
        sent.putIfAbsent("Accept", "*/*");
        return new Call(method, Urls.sent(url, Urls.encoded(parameters(url, options))), sent, sentBody(options, sent));
    }

    private static String leadless(String path) {
        int from = 0;
        while (from < path.length() && path.charAt(from) == '/') {
            from++;
        }
        return path.substring(from);
    }

    private Options own(Context context) {
        Options options = new Options();
        query.eval(context, Kinds.TEXT, Kinds.TEXT_OR_LIST)
                .forEach((name, value) -> options.put(Into.QUERY, name, value));
        headers.eval(context, Kinds.ALL, Kinds.ALL).forEach((name, value) -> options.put(Into.HEADER, name, value));
        switch (body) {
            case Body.Nothing nothing -> {}
            case Body.Form form ->
                form.fields()
                        .eval(context, Kinds.TEXT, Kinds.TEXT_OR_LIST)
                        .forEach((name, value) -> options.put(Into.FORM, name, value));
            case Body.Plain plain ->
                plain.text().find(context, Kinds.TEXT_OR_LIST).ifPresent(text -> options.text(Python.str(text)));
            case Body.OfJson json -> {
                Object value = json.value().eval(context);
                if (value instanceof Map<?, ?> map) {
                    map.forEach((name, inner) -> options.put(Into.JSON, name, inner));
                } else if (Python.truth(value)) {
                    throw new Impossible("the JSON body is no object: " + Python.str(value));
                }
            }
        }
        return options;
    }

    private static List<Map.Entry<String, String>> parameters(String url, Options options) {
        Map<String, String> there = Urls.query(url);
        Map<Object, Object> wanted = new LinkedHashMap<>();
        options.at(Into.QUERY).forEach((name, value) -> {
            if (value instanceof Map) {
                throw new Impossible("the value of the parameter '" + Python.str(name) + "' is an object");
            }
            if (!Python.str(value).equals(there.get(Python.str(name)))) {
                wanted.put(name, value);
            }
        });
        return pairs(wanted);
    }

    private static List<Map.Entry<String, String>> pairs(Map<Object, Object> values) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        values.forEach((name, value) -> {
            List<?> each = value instanceof List<?> list ? list : List.of(value);
            for (Object one : each) {
                if (one != None.NONE) {
                    pairs.add(Map.entry(Python.str(name), Python.str(one)));
                }
            }
        });
        return pairs;
    }

    private Optional<String> sentBody(Options options, Map<String, String> sent) {
        Map<Object, Object> json = options.at(Into.JSON);
        Map<Object, Object> form = options.at(Into.FORM);
        if (!WITH_BODY.contains(method)) {
            return Optional.empty();
        }
        if (!json.isEmpty() && (!form.isEmpty() || options.text().isPresent())) {
            throw new Impossible("a request has a form or a JSON body, not both");
        }
        if (!json.isEmpty()) {
            sent.putIfAbsent("Content-Type", "application/json");
            return Optional.of(Json.write(json));
        }
        if (!form.isEmpty()) {
            sent.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
            return Optional.of(Urls.encoded(pairs(form)));
        }
        return options.text().filter(text -> !text.isEmpty());
    }

    /** A form posted to an address, as token endpoints take it. */
    public static Call form(String url, Map<Object, Object> fields, Map<String, String> headers) {
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(headers);
        sent.putIfAbsent("Accept", "*/*");
        sent.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
        return new Call("POST", Urls.sent(url, ""), sent, Optional.of(Urls.encoded(pairs(fields))));
    }
}
