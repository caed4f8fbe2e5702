package dev.tidemark.workspace;

import dev.tidemark.connector.Setting;
import dev.tidemark.schedule.Span;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Whether a plain setting's value is what its kind asks for. */
final class SettingRule {

    private static final Pattern PASSWORD_IN_QUERY =
            Pattern.compile("(?i).*[?&](?:\\w*password|\\w*secret|token)=[^&]+.*");

    private SettingRule() {}

    /** @param hide whether the value could be a secret, so that it must not be shown */
    record Fault(String message, String hint, boolean hide) {}

    static Optional<Fault> check(Setting setting, String value) {
        if (value.contains("${")) {
            return fault("is not a secret, so its value is written out", "Write the value itself");
        }
        return switch (setting.kind()) {
            case SECRET, TEXT -> choice(setting, value);
            case URL -> url(value);
            case INTEGER ->
                value.matches("-?\\d{1,18}")
                        ? Optional.empty()
                        : fault("is a whole number, not '" + value + "'", "Write digits only");
            case BOOLEAN ->
                value.equals("true") || value.equals("false")
                        ? Optional.empty()
                        : fault("is true or false, not '" + value + "'", "Write true or false");
            case DURATION ->
                Span.parse(value).isPresent()
                        ? Optional.empty()
                        : fault("is a length of time, not '" + value + "'", "Write one such as 30s, 15m, 3h or 1d");
        };
    }

    private static Optional<Fault> choice(Setting setting, String value) {
        return setting.choices().isEmpty() || setting.choices().contains(value)
                ? Optional.empty()
                : fault("cannot be '" + value + "'", Suggestion.instead(value, new TreeSet<>(setting.choices())));
    }

    private static Optional<Fault> url(String value) {
        String address = value.startsWith("jdbc:") ? value.substring("jdbc:".length()) : value;
        try {
            URI uri = new URI(address);
            String user = uri.getRawUserInfo();
            String query = uri.getRawQuery();
            if ((user != null && user.contains(":"))
                    || (query != null && PASSWORD_IN_QUERY.matcher("?" + query).matches())) {
                return Optional.of(new Fault(
                        "holds a password, which does not belong into this file",
                        "Take it out of the address and give it as a secret: password: ${env:NAME}",
                        true));
            }
            if (uri.getScheme() != null && uri.getRawAuthority() != null) {
                return Optional.empty();
            }
        } catch (URISyntaxException e) {
            // Falls through: the reason would quote the address.
        }
        return Optional.of(new Fault("is an address", "Write one such as https://example.com", true));
    }

    private static Optional<Fault> fault(String message, String hint) {
        return Optional.of(new Fault(message, hint, false));
    }
}
