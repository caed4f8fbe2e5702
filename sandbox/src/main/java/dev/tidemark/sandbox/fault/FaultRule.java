package dev.tidemark.sandbox.fault;

import java.util.regex.Pattern;

/**
 * Which requests are spoiled, and how.
 *
 * @param name shown in the request log
 * @param kind of request it looks at, a regular expression over the whole kind
 * @param path of requests it looks at, a regular expression found in {@code METHOD path?query} (percent-decoded)
 * @param skip how many of those it lets pass first
 * @param times how many of those it then considers; {@link #ALWAYS} for no end
 * @param share the chance (0 to 1) that it strikes one that it considers
 */
public record FaultRule(String name, Pattern kind, Pattern path, int skip, int times, double share, Effect effect) {
    public static final int ALWAYS = Integer.MAX_VALUE;

    public FaultRule {
        if (name.isBlank() || skip < 0 || times < 1 || !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a rule needs a name, skip >= 0, times >= 1 and 0 < share <= 1");
        }
    }

    /** The next request of any kind. */
    public static FaultRule next(String name, Effect effect) {
        return new FaultRule(name, Pattern.compile(".*"), Pattern.compile(""), 0, 1, 1, effect);
    }

    public FaultRule ofKind(String regex) {
        return new FaultRule(name, Pattern.compile(regex), path, skip, times, share, effect);
    }

    public FaultRule onPath(String regex) {
        return new FaultRule(name, kind, Pattern.compile(regex), skip, times, share, effect);
    }

    /** Lets so many pass: {@code after(2)} strikes the third first. */
    public FaultRule after(int others) {
        return new FaultRule(name, kind, path, others, times, share, effect);
    }

    public FaultRule times(int n) {
        return new FaultRule(name, kind, path, skip, n, share, effect);
    }

    public FaultRule always() {
        return times(ALWAYS);
    }

    /** Always considers, and strikes with this chance. */
    public FaultRule withChance(double chance) {
        return new FaultRule(name, kind, path, skip, ALWAYS, chance, effect);
    }

    boolean looksAt(String requestKind, String line) {
        return kind.matcher(requestKind).matches() && path.matcher(line).find();
    }
}
