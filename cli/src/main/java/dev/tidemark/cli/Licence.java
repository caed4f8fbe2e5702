package dev.tidemark.cli;

import dev.tidemark.connectors.manifest.load.BadManifest;
import dev.tidemark.connectors.manifest.load.Manifests;
import dev.tidemark.connectors.manifest.load.Node;
import dev.tidemark.connectors.manifest.load.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which licence a connector is given.
 *
 * @param name such as {@code MIT}, or the first line of a text that is not known here
 * @param from where that is said; empty where nothing says it
 */
record Licence(String name, String from) {

    static final Licence UNKNOWN = new Licence("unknown", "");

    /** Files that hold a licence, where they lie beside a manifest. */
    static final List<String> FILES = List.of("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING");

    /** What an author writes about a connector beside its manifest. */
    static final String METADATA = "metadata.yaml";

    private static final Pattern IN_METADATA =
            Pattern.compile("(?m)^[ \\t]*licen[sc]e:[ \\t]*[\"']?([^\"'#\\r\\n]*[^\"'#\\r\\n\\s])");

    /** What a licence's text says, by a word that no other has; the more special ones first. */
    private static final List<Map.Entry<Pattern, String>> KNOWN = List.of(
            known("Elastic License 2\\.0", "ELv2"),
            known("Apache License\\W+Version 2\\.0", "Apache-2.0"),
            known("GNU AFFERO GENERAL PUBLIC LICENSE", "AGPL-3.0"),
            known("GNU LESSER GENERAL PUBLIC LICENSE", "LGPL"),
            known("GNU GENERAL PUBLIC LICENSE\\W+Version 3", "GPL-3.0"),
            known("GNU GENERAL PUBLIC LICENSE\\W+Version 2", "GPL-2.0"),
            known("Mozilla Public License,? (?:Version|v\\.) ?2\\.0", "MPL-2.0"),
            known("Business Source License 1\\.1", "BUSL-1.1"),
            known("MIT License|Permission is hereby granted, free of charge", "MIT"),
            known("Redistribution and use in source and binary forms(?s:.*)Neither the name", "BSD-3-Clause"),
            known("Redistribution and use in source and binary forms", "BSD-2-Clause"),
            known("Permission to use, copy, modify, and/or distribute this software", "ISC"));

    private static Map.Entry<Pattern, String> known(String words, String name) {
        return Map.entry(Pattern.compile(words.replace(" ", "\\s+"), Pattern.CASE_INSENSITIVE), name);
    }

    /**
     * @param manifest its text
     * @param beside the files of {@link #FILES} and {@link #METADATA} that are there, by their names
     */
    static Licence of(String manifest, Map<String, String> beside) {
        for (String file : FILES) {
            String text = beside.get(file);
            if (text != null && !text.isBlank()) {
                return new Licence(named(text), file);
            }
        }
        return ofManifest(manifest)
                .or(() -> Optional.ofNullable(beside.get(METADATA)).flatMap(Licence::ofMetadata))
                .orElse(UNKNOWN);
    }

    private static String named(String text) {
        for (Map.Entry<Pattern, String> known : KNOWN) {
            if (known.getKey().matcher(text).find()) {
                return known.getValue();
            }
        }
        String first = text.strip().lines().findFirst().orElse("");
        return "'" + (first.length() > 80 ? first.substring(0, 80) + "…" : first) + "'";
    }

    private static Optional<Licence> ofManifest(String manifest) {
        try {
            Optional<Node> metadata = Manifests.tree(manifest, new Problems()).child("metadata");
            return metadata.flatMap(data -> data.text("license")
                            .or(() -> data.text("licence"))
                            .or(() -> data.child("tidemark").flatMap(ours -> ours.text("license"))))
                    .filter(name -> !name.isBlank())
                    .map(name -> new Licence(name.strip(), "the manifest's metadata"));
        } catch (BadManifest e) {
            return Optional.empty();
        }
    }

    private static Optional<Licence> ofMetadata(String text) {
        Matcher said = IN_METADATA.matcher(text);
        return said.find() ? Optional.of(new Licence(said.group(1), METADATA)) : Optional.empty();
    }

    boolean isKnown() {
        return !from.isEmpty();
    }

    @Override
    public String toString() {
        return isKnown()
                ? name + " (" + from + ")"
                : "unknown: no " + FILES.getFirst() + " lies beside it, and its metadata names none."
                        + " Ask its author before you pass it on";
    }
}
