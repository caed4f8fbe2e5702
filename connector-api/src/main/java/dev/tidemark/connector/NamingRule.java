package dev.tidemark.connector;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** How a table or column is called after what it holds: one rule, the same on every machine and for ever. */
public final class NamingRule {

    /** PostgreSQL cuts longer names off. */
    private static final int LONGEST = 63;

    private static final int KEPT = 54;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern WORD_BEGINS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern NOT_IDENTIFIER = Pattern.compile("[^a-z0-9_]");

    private NamingRule() {}

    /**
     * The name for a stream or field of this name: words in lower case with {@code _} between them, accents dropped, any other
     * character an {@code _}, an {@code _} before a leading digit. {@code OpportunityLineItem} becomes
     * {@code opportunity_line_item}, {@code Health__c} becomes {@code health__c}, {@code HTMLBody} becomes {@code html_body}. A
     * name of more than 63 bytes keeps its first 54 and the check sum of the whole.
     */
    public static String of(String name) {
        String plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
        String words = WORD_BEGINS.matcher(plain).replaceAll("_").toLowerCase(Locale.ROOT);
        String clean = NOT_IDENTIFIER.matcher(words).replaceAll("_");
        String begun = clean.isEmpty() || Character.isDigit(clean.charAt(0)) ? "_" + clean : clean;
        return begun.length() <= LONGEST ? begun : told(begun, name);
    }

    /** The same where another has that name already: with the check sum of its own behind it. */
    public static String told(String name) {
        return told(of(name), name);
    }

    /** A name that follows the rule already, cut like those of {@link #of} where it is too long. */
    public static String fitting(String name) {
        return name.length() <= LONGEST ? name : told(name, name);
    }

    private static String told(String begun, String name) {
        CRC32 sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        return begun.substring(0, Math.min(KEPT, begun.length())) + "_"
                + HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
