package dev.tidemark.connectors.program;

import dev.tidemark.connector.BadPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Hears a program out, line by line, as fast as its pages are taken. */
record Hearing(Program program, Child child, Feed feed, String stream) implements Runnable {

    private static final int QUOTED = 200;

    @Override
    public void run() {
        try {
            for (byte[] line = child.line(); line != null; line = child.line()) {
                if (isMessage(line)) {
                    take(program.protocol().message(line));
                } else if (line.length > 0) {
                    child.log(System.Logger.Level.INFO, quoted(line));
                }
            }
            feed.end(new Feed.End.Exited(child.exit()));
        } catch (BadPage e) {
            feed.end(new Feed.End.Misspoke(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            feed.end(new Feed.End.Misspoke("it cannot be heard: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isMessage(byte[] line) {
        int at = 0;
        while (at < line.length && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r')) {
            at++;
        }
        return at < line.length && line[at] == '{';
    }

    private static String quoted(byte[] line) {
        return new String(line, 0, Math.min(line.length, QUOTED), StandardCharsets.UTF_8);
    }

    private void take(Message message) throws InterruptedException {
        switch (message) {
            case Message.Row row -> {
                if (row.stream().equals(stream)) {
                    feed.record(row.object());
                }
            }
            case Message.State state -> feed.state(state.text());
            case Message.Told told -> child.log(told.level(), told.text());
            case Message.Estimate estimate -> feed.expected(estimate.records());
            case Message.Settings settings -> feed.settings(settings.config());
            case Message.Trouble trouble -> feed.trouble(trouble);
            case Message.Verdict verdict -> {}
            case Message.Answer answer -> {}
            case Message.Other other -> {}
        }
    }
}
