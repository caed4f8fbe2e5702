package dev.tidemark.connectors.manifest.page;

import dev.tidemark.connectors.manifest.expression.Context;
import java.util.Map;
import java.util.Optional;

/**
 * What a page showed of what follows it.
 *
 * @param response the decoded body
 * @param headers with {@code link} taken apart
 * @param extracted how many records it held
 * @param kept how many of them remained after filtering
 * @param record the last of these
 * @param token with which it was asked for; empty on the first
 */
public record LastPage(
        Object response,
        Map<Object, Object> headers,
        long extracted,
        long kept,
        Optional<Object> record,
        Optional<Object> token,
        Context context) {}
