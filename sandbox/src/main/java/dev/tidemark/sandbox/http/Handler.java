package dev.tidemark.sandbox.http;

/** The whole of a stand-in: a request in, a response out. Called from many threads at once. */
@FunctionalInterface
public interface Handler {
    Response handle(Request request);
}
