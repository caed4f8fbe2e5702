package dev.tidemark.connectors.program;

import dev.tidemark.connector.BadPage;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connectors.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A program that is asked something, answers it and ends: what it takes, whether it is let in, what there is. */
final class Asked {

    /** Some look at every table of a database. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final String CONFIG = "config.json";

    private Asked() {}

    /** What it takes; empty where its protocol does not tell. */
    static Optional<JsonNode> spec(Program program) {
        return program.protocol()
                .spec()
                .map(words -> answer(program, "spec", folder -> words)
                        .orElseThrow(() -> silent(program, "what settings it takes")));
    }

    /** Whether its settings are right; empty where its protocol has no such question. */
    static Optional<Message.Verdict> check(Program program) {
        if (program.protocol().check(Path.of("")).isEmpty()) {
            return Optional.empty();
        }
        Said said = ask(
                program,
                folder -> program.protocol()
                        .check(folder.put(CONFIG, program.config().text()))
                        .orElseThrow());
        return said.messages.stream()
                .filter(Message.Verdict.class::isInstance)
                .map(Message.Verdict.class::cast)
                .reduce((a, b) -> b)
                .or(() -> Optional.of(new Message.Verdict(false, said.why())));
    }

    /** Its streams. */
    static List<Offered> discover(Program program) {
        JsonNode catalog = answer(
                        program,
                        "discover",
                        folder -> program.protocol()
                                .discover(folder.put(CONFIG, program.config().text())))
                .orElseThrow(() -> silent(program, "which streams there are"));
        return program.protocol().offered(catalog);
    }

    private static ConnectorException silent(Program program, String what) {
        return new ConnectorException(
                "source.program_failed",
                program.name() + " does not say " + what,
                "Try it by hand, and see that 'protocol' is the one that it speaks");
    }

    private static Optional<JsonNode> answer(
            Program program, String question, Function<Child.Folder, List<String>> words) {
        Said said = ask(program, words);
        Optional<JsonNode> answer = program.protocol() instanceof Singer
                ? said.document
                : said.messages.stream()
                        .filter(Message.Answer.class::isInstance)
                        .map(m -> ((Message.Answer) m).tree())
                        .reduce((a, b) -> b);
        if (said.code != 0) {
            throw Ended.trouble(program, said.code, said.trouble(), said.lastWords, question);
        }
        return answer;
    }

    /** @param document all of it, where that is one JSON document */
    private record Said(int code, List<Message> messages, Optional<JsonNode> document, String lastWords) {

        Optional<Message.Trouble> trouble() {
            return messages.stream()
                    .filter(Message.Trouble.class::isInstance)
                    .map(Message.Trouble.class::cast)
                    .findFirst();
        }

        String why() {
            return trouble().map(Message.Trouble::text).orElse("it ended with code " + code + ": " + lastWords);
        }
    }

    private static Said ask(Program program, Function<Child.Folder, List<String>> words) {
        try (Child child = Child.start(program, words)) {
            CountDownLatch done = new CountDownLatch(1);
            Thread.ofPlatform().daemon().name("patience with " + program.name()).start(() -> {
                try {
                    if (!done.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                        child.giveUp();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            try {
                byte[] all = child.all();
                return said(program, child, all);
            } finally {
                done.countDown();
            }
        } catch (IOException e) {
            throw new ConnectorException(
                    "source.program_failed",
                    program.name() + " cannot be heard: " + e.getMessage(),
                    "Try it by hand",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(
                    "source.program_stopped", program.name() + " was stopped before it answered", "Ask again", e);
        }
    }

    private static Said said(Program program, Child child, byte[] all) throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        Optional<JsonNode> document = Optional.empty();
        if (program.protocol() instanceof Singer) {
            try {
                document = Optional.of(Json.tree(all));
            } catch (BadPage e) {
                // It has not answered.
            }
        } else {
            int from = 0;
            for (int at = 0; at <= all.length; at++) {
                if (at == all.length || all[at] == '\n') {
                    try {
                        messages.add(program.protocol().message(java.util.Arrays.copyOfRange(all, from, at)));
                    } catch (BadPage e) {
                        // Log.
                    }
                    from = at + 1;
                }
            }
            messages.stream()
                    .filter(Message.Told.class::isInstance)
                    .map(Message.Told.class::cast)
                    .forEach(told -> child.log(told.level(), told.text()));
        }
        return new Said(child.exit(), messages, document, child.lastWords());
    }
}
