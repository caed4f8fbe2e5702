package dev.tidemark.connectors.rest;

import dev.tidemark.connector.ConnectorException;
import java.net.URI;

/** Addresses that a person writes into a workspace file, or an API answers. */
public final class Addresses {

    private Addresses() {}

    /**
     * @param setting where it stands, for the error
     * @param example how it is written
     * @throws ConnectorException where it is no web address
     */
    public static URI of(String setting, String text, String example) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below, in the same words.
        }
        throw new ConnectorException("settings.wrong", "'" + setting + "' is no web address", "Write it as " + example);
    }
}
