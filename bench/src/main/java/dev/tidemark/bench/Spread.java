package dev.tidemark.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Repeats of one figure. */
public record Spread(double median, double lowest, double highest) {

    public static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    public static Spread of(double... values) {
        return of(Arrays.stream(values).boxed().toList());
    }

    /** The median, and in brackets from the lowest to the highest. */
    @Override
    public String toString() {
        return number(median) + " (" + number(lowest) + "–" + number(highest) + ")";
    }

    /** Three digits that mean something, thousands parted. */
    public static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
