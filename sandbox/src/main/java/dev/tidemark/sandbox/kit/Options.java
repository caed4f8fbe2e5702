package dev.tidemark.sandbox.kit;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was said on the command line, checked against the options that there are. */
public final class Options {
    /** A word that cannot be understood; the message says which. */
    public static final class BadArgument extends Exception {
        private static final long serialVersionUID = 1L;

        public BadArgument(String message) {
            super(message);
        }
    }

    private final Map<String, String> given;

    private Options(Map<String, String> given) {
        this.given = Map.copyOf(given);
    }

    /** Reads {@code --name value} pairs; of a repeated option the last counts. */
    public static Options read(List<String> words, List<Option> known) throws BadArgument {
        var given = new LinkedHashMap<String, String>();
        Iterator<String> left = words.iterator();
        while (left.hasNext()) {
            String name = left.next();
            Option option = known.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new BadArgument("unknown argument " + name));
            if (!left.hasNext()) {
                throw new BadArgument(name + " needs a value");
            }
            String value = left.next();
            if (option.isNumber() && !isNumber(value, option.most())) {
                throw new BadArgument(name + " must be a number from 0 to " + option.most() + ", not " + value);
            }
            given.put(name, value);
        }
        return new Options(given);
    }

    private static boolean isNumber(String text, int most) {
        try {
            int number = Integer.parseInt(text);
            return number >= 0 && number <= most;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(given.get(name));
    }

    public int number(String name, int otherwise) {
        String value = given.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
