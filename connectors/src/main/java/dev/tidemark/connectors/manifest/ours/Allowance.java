package dev.tidemark.connectors.manifest.ours;

import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.template.Python;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many requests in any window of this length. */
public record Allowance(long requests, Duration per) {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,17}) per (\\d{0,9})([smhd])");

    public Allowance {
        if (requests < 1 || per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException(
                    "an allowance is some requests in some time: " + requests + " per " + per);
        }
    }

    /** As a workspace file has it: {@code 10 per 1s}, one or a list of them. */
    static List<Allowance> of(Node node, String field) {
        Object written = node.find(field).orElse(List.of());
        List<Allowance> found = new ArrayList<>();
        for (Object one : written instanceof List<?> list ? list : List.of(written)) {
            Optional<Allowance> read = read(Python.str(one));
            read.ifPresent(found::add);
            if (read.isEmpty()) {
                node.at(field)
                        .problem("'" + Python.str(one) + "' is no allowance such as '10 per 1s' or '1000 per 1h'");
            }
        }
        return found;
    }

    private static Optional<Allowance> read(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long many = matcher.group(2).isEmpty() ? 1 : Long.parseLong(matcher.group(2));
        Duration unit = switch (matcher.group(3)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
        return many == 0
                ? Optional.empty()
                : Optional.of(new Allowance(Long.parseLong(matcher.group(1)), unit.multipliedBy(many)));
    }

    /** A span of time such as {@code PT5M}. */
    static Optional<Duration> span(Node node, String field) {
        return node.text(field).flatMap(text -> {
            try {
                Duration span = Duration.parse(text);
                if (!span.isNegative()) {
                    return Optional.of(span);
                }
            } catch (DateTimeParseException e) {
                // told below
            }
            node.at(field).problem("'" + text + "' is no span of time such as PT5M");
            return Optional.empty();
        });
    }
}
