package dev.tidemark.connector;

import java.io.IOException;

/** No whole answer came. Whether the API acted on the request is known only when it was not {@link #maybeDone}. */
public final class HttpFailed extends IOException {

    private final boolean maybeDone;

    /**
     * @param maybeDone whether the request may have reached the API: false when the connection was never made, true once
     *     bytes left (invariant 8 hangs on this)
     */
    public HttpFailed(String message, boolean maybeDone, Throwable cause) {
        super(message, cause);
        this.maybeDone = maybeDone;
    }

    /** As the other, where there is no cause or it could hold a secret. */
    public HttpFailed(String message, boolean maybeDone) {
        super(message);
        this.maybeDone = maybeDone;
    }

    public boolean maybeDone() {
        return maybeDone;
    }
}
