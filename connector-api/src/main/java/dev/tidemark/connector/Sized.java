package dev.tidemark.connector;

/** The power of a source to say what a reading of everything will take, before it is begun. */
public interface Sized {

    /**
     * Asks for as little as tells it: a request or two, or none where the API does not count. What cannot be known is said so
     * in the answer, and is no error.
     *
     * @param stream with the fields that will be read
     * @throws ConnectorException where a person must act
     * @throws HttpFailed where no whole answer came
     */
    Size size(Access access, StreamSpec stream) throws HttpFailed;
}
