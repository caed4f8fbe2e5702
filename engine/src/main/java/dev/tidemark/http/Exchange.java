package dev.tidemark.http;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/** How far one request got: what an exception alone does not tell. */
final class Exchange {

    private static final String ATTRIBUTE = "tidemark.exchange";

    private final HttpUriRequestBase request;
    private volatile boolean sending;
    private volatile boolean reused;
    private volatile boolean answered;
    private volatile boolean late;

    Exchange(HttpUriRequestBase request, HttpContext context) {
        this.request = request;
        context.setAttribute(ATTRIBUTE, this);
    }

    /** Whether a byte of the request may have left: the connection stood and was handed the request. */
    boolean maybeDone() {
        return sending;
    }

    /** Whether a kept connection broke before a byte of the answer came, as it does when the server had closed it. */
    boolean stale() {
        return sending && reused && !answered && !late;
    }

    boolean late() {
        return late;
    }

    /** The time is up: whatever the exchange waits for now fails. */
    void tooLate() {
        late = true;
        request.cancel();
    }

    /** Watches requests at the moment they are put on their connection. */
    static final class Sender extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            boolean tunnel = request.getMethod().equals("CONNECT");
            if (tunnel || !(context.getAttribute(ATTRIBUTE) instanceof Exchange exchange)) {
                return super.execute(request, connection, information, context);
            }
            exchange.reused = connection.getEndpointDetails().getRequestCount() > 0;
            exchange.sending = true;
            ClassicHttpResponse response = super.execute(request, connection, information, context);
            exchange.answered = true;
            return response;
        }
    }
}
