package dev.tidemark.sandbox.kit;

import dev.tidemark.sandbox.http.Handler;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/** One API's entry in the program: {@code sandbox NAME}. */
public interface Launcher {
    /** The word behind {@code sandbox}, in small letters. */
    String name();

    /** The API's name as people write it. */
    String title();

    /** The port when none is given; each API has another. */
    int port();

    /** The options beside {@code --port}. */
    List<Option> options();

    /** Makes a stand-in of what was asked for. */
    Serving open(Options options) throws IOException, CannotServe;

    /**
     * What is served.
     *
     * @param notes said before the greeting, a line each
     * @param greeting how to reach it at an address: credentials and a first request to try
     */
    record Serving(Handler handler, List<String> notes, Function<URI, String> greeting) {
        public Serving {
            notes = List.copyOf(notes);
        }
    }

    /** Why a stand-in cannot start, in words for the person who starts it. */
    final class CannotServe extends Exception {
        private static final long serialVersionUID = 1L;

        public CannotServe(String message) {
            super(message);
        }
    }
}
