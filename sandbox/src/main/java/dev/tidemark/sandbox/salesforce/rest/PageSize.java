package dev.tidemark.sandbox.salesforce.rest;

import dev.tidemark.sandbox.http.Request;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many records a page of a query has: 2,000, fewer when records may be wide, fewer when the caller says so. The real
 * rule of width is unknown; these steps agree with what was seen (13 short columns: 2,000; one of 32,000 characters more:
 * 1,000).
 */
public final class PageSize {
    private static final int MOST = 2_000;
    private static final int LEAST = 200;
    private static final Pattern OPTION = Pattern.compile("(?i)batchSize\\s*=\\s*(\\d{1,6})");

    private volatile int cap = MOST;

    /** Makes pages smaller than Salesforce would, so that a test needs few rows for many pages. */
    public void cap(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a page has at least one record");
        }
        cap = most;
    }

    int of(Request request, int width) {
        int byWidth = width < 32_000 ? MOST : width < 64_000 ? 1_000 : width < 128_000 ? 500 : LEAST;
        String options = request.header("sforce-query-options");
        Matcher asked = OPTION.matcher(options == null ? "" : options);
        int wanted = asked.find() ? Math.clamp(Integer.parseInt(asked.group(1)), LEAST, MOST) : MOST;
        return Math.min(cap, Math.min(byWidth, wanted));
    }
}
