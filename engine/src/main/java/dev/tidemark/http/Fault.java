package dev.tidemark.http;

import dev.tidemark.http.Body.BadAnswer;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.StreamClosedException;

/** Says in words what broke, without a word of what was sent or answered. */
final class Fault {

    private Fault() {}

    static String words(Exception e, HttpBounds bounds) {
        return switch (e) {
            case BadAnswer bad -> String.valueOf(bad.getMessage());
            case UnknownHostException unknown -> "the host's name is not known";
            case ConnectTimeoutException slow -> "no connection within " + bounds.connect();
            case ConnectException refused -> "the connection was refused";
            case ConnectionRequestTimeoutException full ->
                "none of the " + bounds.connectionsPerHost() + " connections to this host became free in time";
            case NoHttpResponseException none -> "the connection was closed without an answer";
            case ConnectionClosedException cut -> "the answer was cut off";
            case StreamClosedException cut -> "the answer was cut off";
            case MalformedChunkCodingException cut -> "the answer was cut off or is no HTTP";
            case EOFException cut -> "the answer was cut off";
            case ZipException zip -> "the answer's compression is broken";
            case SSLException tls -> "no secure connection: " + tls.getMessage();
            case HttpException odd -> "the answer is no HTTP";
            default -> "the connection broke (" + e.getClass().getSimpleName() + ")";
        };
    }
}
