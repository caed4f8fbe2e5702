package dev.tidemark.connectors.manifest.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds the lines of a manifest's text at which its components stand. */
final class Lines {

    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");
    private static final Pattern WORDS = Pattern.compile(" \\([^)]*\\)");

    private final Optional<org.snakeyaml.engine.v2.nodes.Node> root;

    private Lines(Optional<org.snakeyaml.engine.v2.nodes.Node> root) {
        this.root = root;
    }

    static Lines of(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(ManifestText.MAX_BYTES)
                .setMaxAliasesForCollections(10_000)
                .setAllowDuplicateKeys(true)
                .build();
        try {
            return new Lines(new Compose(settings).composeString(text));
        } catch (YamlEngineException e) {
            return new Lines(Optional.empty());
        }
    }

    /**
     * The line of a place, counted from 1; of the nearest component around it where the place itself is behind a reference;
     * 0 where there is none.
     */
    int of(Problem problem) {
        if (root.isEmpty() || problem.place().isEmpty()) {
            return 0;
        }
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(WORDS.matcher(problem.place()).replaceAll(""));
        while (matcher.find()) {
            steps.add(matcher.group());
        }
        org.snakeyaml.engine.v2.nodes.Node at = root.get();
        int line = 0;
        for (String step : steps) {
            Optional<At> next = step(at, step);
            if (next.isEmpty()) {
                return line;
            }
            line = next.get().line();
            at = next.get().node();
        }
        return line;
    }

    private record At(org.snakeyaml.engine.v2.nodes.Node node, int line) {}

    private static Optional<At> step(org.snakeyaml.engine.v2.nodes.Node at, String step) {
        if (at instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(step)) {
                    return Optional.of(new At(tuple.getValueNode(), line(key)));
                }
            }
        }
        if (at instanceof SequenceNode list && step.startsWith("[")) {
            int index = Integer.parseInt(step.substring(1, step.length() - 1));
            if (index < list.getValue().size()) {
                org.snakeyaml.engine.v2.nodes.Node item = list.getValue().get(index);
                return Optional.of(new At(item, line(item)));
            }
        }
        return Optional.empty();
    }

    private static int line(org.snakeyaml.engine.v2.nodes.Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
