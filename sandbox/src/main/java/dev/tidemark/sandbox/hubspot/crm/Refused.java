package dev.tidemark.sandbox.hubspot.crm;

import java.util.List;
import java.util.Map;

/** What HubSpot does not do, in its own words. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String category;
    private final transient Map<String, List<String>> context;

    public Refused(int status, String category, String message) {
        this(status, category, message, Map.of());
    }

    public Refused(int status, String category, String message, Map<String, List<String>> context) {
        super(message, null, false, false);
        this.status = status;
        this.category = category;
        this.context = Map.copyOf(context);
    }

    public static Refused invalid(String message) {
        return new Refused(400, "VALIDATION_ERROR", message);
    }

    static Refused property(String name, String error, String message) {
        return invalid("Property values were not valid: [{\"isValid\":false,\"message\":\"" + message
                + "\",\"error\":\"" + error + "\",\"name\":\"" + name + "\",\"localizedErrorMessage\":\"" + message
                + "\",\"portalId\":" + Portal.ID + "}]");
    }

    public static Refused notFound(String message) {
        return new Refused(404, "OBJECT_NOT_FOUND", message);
    }

    public int status() {
        return status;
    }

    public String category() {
        return category;
    }

    public Map<String, List<String>> context() {
        return context;
    }
}
