package dev.tidemark.connector;

/**
 * What one API request answered, as it came.
 *
 * @param format what {@link SourceConnector#records} needs to know to read it again years later, such as
 *     {@code json;v62.0}; at most 200 characters, never a secret
 * @param body handed on without copying: neither side changes it
 */
@SuppressWarnings("ArrayRecordComponent") // a body is bytes, handed on and not compared
public record RawPage(String format, byte[] body) {

    public RawPage {
        if (format.length() > 200) {
            throw new IllegalArgumentException("a page's format has at most 200 characters");
        }
    }

    @Override
    public String toString() {
        return "page of " + body.length + " bytes, " + format;
    }
}
