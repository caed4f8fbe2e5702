package dev.tidemark.connectors.manifest.auth;

import dev.tidemark.connectors.manifest.expression.Expression;
import dev.tidemark.connectors.manifest.expression.Expressions;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.request.Injection;
import dev.tidemark.connectors.manifest.request.Into;
import dev.tidemark.connectors.manifest.request.Requester;
import dev.tidemark.connectors.manifest.template.Python;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the authenticators of a manifest. */
public final class Authenticators {

    private Authenticators() {}

    /** The authenticator in this field of a requester. */
    public static Authenticator of(Node owner, String field, Expressions expressions) {
        return owner.child(field).map(node -> read(node, expressions)).orElseGet(Plain.Nobody::new);
    }

    private static Authenticator read(Node node, Expressions expressions) {
        return switch (node.type()) {
            case "NoAuth" -> new Plain.Nobody();
            case "ApiKeyAuthenticator" -> key(node, expressions);
            case "BearerAuthenticator" -> new Plain.Bearer(expressions.need(node, "api_token"));
            case "BasicHttpAuthenticator" ->
                new Plain.Basic(expressions.need(node, "username"), expressions.orElse(node, "password", ""));
            case "OAuthAuthenticator" -> new OAuth(node, expressions);
            case "JwtAuthenticator" -> new JwtToken(node, expressions);
            case "SessionTokenAuthenticator" -> session(node, expressions);
            case "SelectiveAuthenticator" -> selective(node, expressions);
            default -> {
                node.refuse();
                yield new Plain.Nobody();
            }
        };
    }

    private static Authenticator key(Node node, Expressions expressions) {
        Expression token = expressions.orElse(node, "api_token", "");
        Optional<Injection> where = Injection.of(node, "inject_into", expressions);
        if (where.isEmpty() && node.has("header")) {
            where = Optional.of(new Injection(Into.HEADER, List.of(expressions.need(node, "header"))));
        }
        if (where.isEmpty()) {
            node.problem("'inject_into' or 'header' is needed");
            return new Plain.Nobody();
        }
        return new Plain.Key(token, where.get());
    }

    private static Authenticator session(Node node, Expressions expressions) {
        Optional<Node> login = node.needChild("login_requester");
        Optional<Node> use = node.needChild("request_authentication");
        if (login.isEmpty() || use.isEmpty()) {
            return new Plain.Nobody();
        }
        if (!login.get().type().equals("HttpRequester")) {
            login.get().refuse();
        }
        Requester.withoutProperties(login.get());
        if (node.child("decoder").filter(d -> !d.type().equals("JsonDecoder")).isPresent()) {
            node.child("decoder").get().refuse();
        }
        Optional<Injection> where = Optional.empty();
        switch (use.get().type()) {
            case "Bearer" -> {}
            case "ApiKey" -> {
                where = Injection.of(use.get(), "inject_into", expressions);
                if (where.isEmpty()) {
                    use.get().problem("'inject_into' is missing");
                }
            }
            default -> use.get().refuse();
        }
        return new SessionToken(
                Requester.of(login.get(), expressions),
                of(login.get(), "authenticator", expressions),
                node.texts("session_token_path"),
                life(node),
                where,
                expressions.find(use.get(), "api_token"));
    }

    private static Optional<Duration> life(Node node) {
        return node.text("expiration_duration").flatMap(text -> {
            try {
                return Optional.of(Duration.parse(text));
            } catch (DateTimeParseException e) {
                node.problem("'expiration_duration' is no span of time such as PT1H: " + text);
                return Optional.empty();
            }
        });
    }

    private static Authenticator selective(Node node, Expressions expressions) {
        Map<String, Authenticator> choices = new LinkedHashMap<>();
        node.child("authenticators")
                .ifPresent(all -> all.fields().keySet().forEach(name -> {
                    // Names may be numbers.
                    Node held =
                            new Node(Map.of("it", all.fields().get(name)), all.place() + "." + name, all.problems());
                    choices.put(Python.str(name), of(held, "it", expressions));
                }));
        if (choices.isEmpty()) {
            node.problem("'authenticators' is missing");
        }
        return new Selective(node.texts("authenticator_selection_path"), choices);
    }
}
