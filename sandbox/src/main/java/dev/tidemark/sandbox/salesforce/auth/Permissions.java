package dev.tidemark.sandbox.salesforce.auth;

import dev.tidemark.sandbox.salesforce.schema.SObject;
import dev.tidemark.sandbox.salesforce.schema.Schema;
import dev.tidemark.sandbox.salesforce.schema.Trait;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What has been hidden from whom: an object ({@code Account}) or a field ({@code Account.Health__c}) of a user. */
public final class Permissions {
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();

    public void hide(String userId, String objectOrField) {
        hidden.add(key(userId, objectOrField));
    }

    public void show(String userId, String objectOrField) {
        hidden.remove(key(userId, objectOrField));
    }

    /** The schema as this user sees it. */
    public Schema view(Schema schema, String userId) {
        if (hidden.isEmpty()) {
            return schema.view(object -> false, Permissions::shown);
        }
        return schema.view(
                object -> hidden.contains(key(userId, object.name())),
                object -> shown(object)
                        .without(field -> hidden.contains(key(userId, object.name() + "." + field.name()))));
    }

    private static SObject shown(SObject object) {
        return object.hasBin() ? object : object.without(field -> field.is(Trait.INTERNAL));
    }

    private static String key(String userId, String what) {
        return userId + " " + what.toLowerCase(Locale.ROOT);
    }
}
