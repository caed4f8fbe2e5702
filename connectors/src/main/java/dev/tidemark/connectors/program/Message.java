package dev.tidemark.connectors.program;

import tools.jackson.databind.JsonNode;

/** What a program says with one line. */
sealed interface Message {

    /**
     * A record.
     *
     * @param object as it was spelt
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on and not compared
    record Row(String stream, byte[] object) implements Message {}

    /**
     * All records before it are said, if this is taken for where to go on.
     *
     * @param text what is handed to the program again, exactly as it wants it
     */
    record State(String text) implements Message {}

    /** Something for people. */
    record Told(System.Logger.Level level, String text) implements Message {}

    /** How many records there will be. */
    record Estimate(long records) implements Message {}

    /** The settings are to be these from now on: an app handed out another refresh token. */
    record Settings(JsonNode config) implements Message {}

    /**
     * The program cannot go on.
     *
     * @param isOurs whether a person must change settings, secrets or permissions
     */
    record Trouble(String text, boolean isOurs) implements Message {}

    /** The answer to a check. */
    record Verdict(boolean ok, String text) implements Message {}

    /** What the program takes and offers: its description of settings, or its catalog. */
    record Answer(JsonNode tree) implements Message {}

    /** Nothing of interest here. */
    record Other() implements Message {}
}
