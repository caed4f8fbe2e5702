package dev.tidemark.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of one measurement: {@code --name=value}, or {@code --name} for yes. */
public record Options(String command, Map<String, String> values) {

    static Options parse(String[] args) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String arg : Arrays.copyOfRange(args, 1, args.length)) {
            if (!arg.startsWith("--")) {
                throw new IllegalArgumentException("options are --name=value: " + arg);
            }
            int equals = arg.indexOf('=');
            values.put(
                    arg.substring(2, equals < 0 ? arg.length() : equals),
                    equals < 0 ? "true" : arg.substring(equals + 1));
        }
        String said = String.join(" ", args).replace(" --write", "");
        return new Options("./tidemark bench " + said, values);
    }

    public boolean is(String name) {
        return Boolean.parseBoolean(values.get(name));
    }

    public int number(String name, int fallback) {
        String value = values.get(name);
        return value == null ? fallback : Integer.parseInt(value.replace("_", ""));
    }

    /** The names given as {@code --name=a,b}, or all of them. */
    public List<String> list(String name, List<String> all) {
        String value = values.get(name);
        return value == null ? all : List.of(value.split(","));
    }

    /** Where data, databases and logs of measurements are; made when missing. */
    public Path folder() throws IOException {
        return Files.createDirectories(
                Path.of(values.getOrDefault("folder", "bench/target/bench")).toAbsolutePath());
    }
}
