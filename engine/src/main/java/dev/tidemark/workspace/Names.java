package dev.tidemark.workspace;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** How things are named. */
public final class Names {

    /** Workspaces, accounts and syncs. */
    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,47}");

    /** Schemas, tables and columns that a person may name: they never need quotes. */
    public static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    /** PostgreSQL cuts longer names off. */
    private static final int LONGEST_IDENTIFIER = 63;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern WORD_BEGINS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern NOT_IDENTIFIER = Pattern.compile("[^a-z0-9_]");

    private Names() {}

    /**
     * The table or column for a stream or field of this name: words in lower case with {@code _} between them, accents
     * dropped, any other character an {@code _}, an {@code _} before a leading digit. {@code OpportunityLineItem} becomes
     * {@code opportunity_line_item}, {@code Health__c} becomes {@code health__c}, {@code HTMLBody} becomes
     * {@code html_body}. A name of more than 63 bytes keeps its first 54 and the check sum of the whole.
     */
    public static String snakeCase(String name) {
        String plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
        String words = WORD_BEGINS.matcher(plain).replaceAll("_").toLowerCase(Locale.ROOT);
        String clean = NOT_IDENTIFIER.matcher(words).replaceAll("_");
        String begun = clean.isEmpty() || Character.isDigit(clean.charAt(0)) ? "_" + clean : clean;
        return begun.length() <= LONGEST_IDENTIFIER ? begun : begun.substring(0, 54) + "_" + checkSum(name);
    }

    /** The schema of a workspace that names none: its own name, with {@code _} for {@code -}. */
    public static String schemaOf(String workspace) {
        return workspace.replace('-', '_');
    }

    private static String checkSum(String name) {
        CRC32 sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
