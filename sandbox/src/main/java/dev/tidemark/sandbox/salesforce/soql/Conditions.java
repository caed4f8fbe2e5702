package dev.tidemark.sandbox.salesforce.soql;

import dev.tidemark.sandbox.salesforce.org.Coerce;
import dev.tidemark.sandbox.salesforce.org.Ids;
import dev.tidemark.sandbox.salesforce.org.Org;
import dev.tidemark.sandbox.salesforce.org.Row;
import dev.tidemark.sandbox.salesforce.schema.Field;
import dev.tidemark.sandbox.salesforce.schema.FieldType;
import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Trait;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the WHERE clause into a predicate over rows. Text compares without case, as in Salesforce. */
final class Conditions {
    private final Org org;
    private final Resolver resolver;
    private final SObject object;
    private final Instant now;
    private final Function<Ast.Query, Set<Object>> subquery;

    Conditions(Org org, Resolver resolver, SObject object, Instant now, Function<Ast.Query, Set<Object>> subquery) {
        this.org = org;
        this.resolver = resolver;
        this.object = object;
        this.now = now;
        this.subquery = subquery;
    }

    Predicate<Row> predicate(Ast.Condition condition) {
        return switch (condition) {
            case Ast.And(List<Ast.Condition> all) ->
                all.stream().map(this::predicate).reduce(Predicate::and).orElseThrow();
            case Ast.Or(List<Ast.Condition> any) ->
                any.stream().map(this::predicate).reduce(Predicate::or).orElseThrow();
            case Ast.Not(Ast.Condition inner) -> predicate(inner).negate();
            case Ast.Compare compare -> compare(compare);
            case Ast.In in -> in(in);
            case Ast.InQuery in -> inQuery(in);
        };
    }

    private Predicate<Row> compare(Ast.Compare compare) {
        Column column = filterable(compare.path());
        Predicate<@Nullable Object> test = test(compare.path(), column.field(), compare.operator(), compare.value());
        return row -> test.test(column.value(org, row));
    }

    private Predicate<Row> in(Ast.In in) {
        Column column = filterable(in.path());
        Field field = column.field();
        if (field.type() == FieldType.DATE || field.type() == FieldType.DATETIME) {
            List<Predicate<@Nullable Object>> tests = in.values().stream()
                    .map(value -> test(in.path(), field, "=", value))
                    .toList();
            return row -> {
                Object value = column.value(org, row);
                return tests.stream().anyMatch(test -> test.test(value)) != in.negated();
            };
        }
        var keys = new HashSet<@Nullable Object>();
        in.values().forEach(token -> keys.add(literal(in.path(), field, token)));
        return row -> keys.contains(comparable(field, column.value(org, row))) != in.negated();
    }

    private Predicate<Row> inQuery(Ast.InQuery in) {
        Column column = filterable(in.path());
        if (!column.field().type().isId()) {
            throw SoqlException.at(
                    resolver.soql(),
                    in.path().offset(),
                    "INVALID_FIELD",
                    "The left operand field in the where expression for outer query should be an id field");
        }
        Set<Object> ids = subquery.apply(in.query());
        return row -> {
            Object id = column.value(org, row);
            return (id != null && ids.contains(id)) != in.negated();
        };
    }

    private Column filterable(Ast.Name name) {
        Column column = resolver.column(object, name);
        if (!column.field().is(Trait.FILTERABLE) || column.field().type().isCompound()) {
            throw resolver.cannot(name, "filtered");
        }
        return column;
    }

    private Predicate<@Nullable Object> test(Ast.Name name, Field field, String operator, Token token) {
        if (operator.equals("LIKE")) {
            return like(name, field, token);
        }
        if (token.isWord("null")) {
            return switch (operator) {
                case "=" -> value -> value == null;
                case "!=" -> value -> value != null;
                default -> value -> false;
            };
        }
        if (field.type() == FieldType.DATE || field.type() == FieldType.DATETIME) {
            When when = when(name, field, token);
            return value -> {
                if (value == null) {
                    return operator.equals("!=");
                }
                long at = value instanceof LocalDate day ? When.millis(day) : (Long) value;
                return switch (operator) {
                    case "=" -> at >= when.from() && at < when.to();
                    case "!=" -> at < when.from() || at >= when.to();
                    case "<" -> at < when.from();
                    case "<=" -> at < when.to();
                    case ">" -> at >= when.to();
                    default -> at >= when.from();
                };
            };
        }
        Object wanted = literal(name, field, token);
        return value -> {
            Object have = comparable(field, value);
            if (have == null || wanted == null) {
                boolean same = have == null && wanted == null;
                return operator.equals("!=") ? !same : operator.equals("=") && same;
            }
            int order = Values.compare(have, wanted);
            return switch (operator) {
                case "=" -> order == 0;
                case "!=" -> order != 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        };
    }

    private Predicate<@Nullable Object> like(Ast.Name name, Field field, Token token) {
        if (!field.type().isText()) {
            throw SoqlException.at(
                    resolver.soql(),
                    name.offset(),
                    "INVALID_FIELD",
                    "invalid operator on " + field.type().apiName() + " field");
        }
        if (token.kind() != Token.Kind.STRING) {
            throw mustBe(name, "string and should be enclosed in quotes");
        }
        var regex = new StringBuilder();
        String text = token.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                regex.append(Pattern.quote(String.valueOf(text.charAt(++i))));
            } else {
                regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        Pattern pattern =
                Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
        return value -> value instanceof String held && pattern.matcher(held).matches();
    }

    private When when(Ast.Name name, Field field, Token token) {
        boolean isDate = field.type() == FieldType.DATE;
        String wanted = (isDate ? "date" : "dateTime") + " and should not be enclosed in quotes";
        if (token.kind() == Token.Kind.WORD) {
            When named = When.named(token.text(), now);
            if (named == null) {
                throw mustBe(name, wanted);
            }
            return named;
        }
        boolean looksLikeDate = token.text().matches("\\d{4}-\\d{2}-\\d{2}");
        Instant at = Coerce.instant(token.text());
        if (token.kind() != Token.Kind.LITERAL || at == null || looksLikeDate != isDate) {
            throw mustBe(name, wanted);
        }
        return isDate
                ? When.days(
                        LocalDate.parse(token.text()),
                        LocalDate.parse(token.text()).plusDays(1))
                : When.instant(at);
    }

    private @Nullable Object literal(Ast.Name name, Field field, Token token) {
        if (token.isWord("null")) {
            return null;
        }
        if (field.type() == FieldType.BOOLEAN) {
            if (!token.isWord("true") && !token.isWord("false")) {
                throw mustBe(name, "boolean and should not be enclosed in quotes");
            }
            return token.isWord("true");
        }
        if (field.type().isNumber()) {
            try {
                if (token.kind() == Token.Kind.LITERAL) {
                    return Double.valueOf(token.text());
                }
            } catch (NumberFormatException notANumber) {
                // said below
            }
            throw mustBe(name, field.type().soapType().substring(4) + " and should not be enclosed in quotes");
        }
        if (token.kind() != Token.Kind.STRING) {
            throw mustBe(name, "string and should be enclosed in quotes");
        }
        if (field.type().isId()) {
            String id = Ids.full(token.text());
            if (id == null && !token.text().isEmpty()) {
                throw SoqlException.at(
                        resolver.soql(),
                        name.offset(),
                        "INVALID_QUERY_FILTER_OPERATOR",
                        "invalid ID field: " + token.text());
            }
            return id;
        }
        return token.text().isEmpty()
                ? null
                : comparable(field, token.text().replace("\\%", "%").replace("\\_", "_"));
    }

    private static @Nullable Object comparable(Field field, @Nullable Object value) {
        return switch (value) {
            case String text when field.type().isText() -> text.toLowerCase(Locale.ROOT);
            case Integer number -> number.doubleValue();
            case null -> null;
            default -> value;
        };
    }

    private SoqlException mustBe(Ast.Name name, String what) {
        return SoqlException.at(
                resolver.soql(),
                name.offset(),
                "INVALID_FIELD",
                "value of filter criterion for field '" + name.text() + "' must be of type " + what);
    }
}
