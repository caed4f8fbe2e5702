package dev.tidemark.sandbox.hubspot.crm;

import org.jspecify.annotations.Nullable;

/**
 * An association of two records, seen from one of them.
 *
 * @param to the other record's id
 * @param typeId what sort of association
 * @param label its name for people; null for the unlabelled one
 */
public record Link(String to, int typeId, @Nullable String label) {}
