package dev.tidemark.connectors.salesforce;

import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import dev.tidemark.connector.Settings;
import dev.tidemark.connectors.rest.Addresses;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The settings and secrets of a Salesforce account. */
enum Login {
    CLIENT_CREDENTIALS,
    REFRESH_TOKEN,
    JWT_BEARER;

    static final String URL = "url";
    static final String API_VERSION = "api_version";
    static final String AUTH = "auth";
    static final String BULK = "bulk";
    static final String CLIENT_ID = "client_id";
    static final String CLIENT_SECRET = "client_secret";
    static final String USERNAME = "username";
    static final String PRIVATE_KEY = "private_key";

    static final List<Setting> SETTINGS = List.of(
            Setting.withDefault(
                    URL,
                    Kind.URL,
                    "https://login.salesforce.com",
                    "Where to sign in: the org's own address https://NAME.my.salesforce.com, which client credentials"
                            + " need, or https://test.salesforce.com for a sandbox"),
            Setting.withDefault(API_VERSION, Kind.TEXT, "v62.0", "The version of the REST API, such as v62.0"),
            Setting.choice(
                    AUTH,
                    "client_credentials",
                    Set.of("client_credentials", "refresh_token", "jwt_bearer"),
                    "How to sign in: the OAuth flow that the connected app allows"),
            Setting.choice(
                    BULK,
                    "auto",
                    Set.of("auto", "always", "never"),
                    "Whether the Bulk API 2.0 is used: auto for what is large, always for every backfill and batch that"
                            + " it can do, or never"),
            Setting.required(CLIENT_ID, Kind.TEXT, "The connected app's consumer key"),
            Setting.optional(
                    CLIENT_SECRET, Kind.SECRET, "The connected app's consumer secret; not needed for jwt_bearer"),
            Setting.optional("refresh_token", Kind.SECRET, "For refresh_token: the token that a user's consent gave"),
            Setting.optional(USERNAME, Kind.TEXT, "For jwt_bearer: the user to act as"),
            Setting.optional(
                    PRIVATE_KEY,
                    Kind.SECRET,
                    "For jwt_bearer: the RSA key (PKCS #8, PEM) of the certificate in the connected app"));

    /** Whether the Bulk API is used. */
    enum Bulk {
        AUTO,
        ALWAYS,
        NEVER
    }

    static Bulk bulk(Settings settings) {
        String name = settings.find(BULK).orElse("auto");
        try {
            return Bulk.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(
                    "settings.wrong", "'bulk' is '" + name + "'", "Choose auto, always or never", e);
        }
    }

    static Login kind(Settings settings) {
        String name = settings.get(AUTH);
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(
                    "settings.wrong",
                    "'auth' is '" + name + "'",
                    "Choose client_credentials, refresh_token or jwt_bearer",
                    e);
        }
    }

    static URI url(Settings settings) {
        return address(URL, settings.get(URL));
    }

    static String version(Settings settings) {
        String version = settings.get(API_VERSION);
        if (!version.matches("v\\d{2,3}\\.\\d")) {
            throw new ConnectorException(
                    "settings.wrong", "'api_version' is '" + version + "'", "Write it as v62.0, with the letter v");
        }
        return version;
    }

    static URI address(String name, String text) {
        return Addresses.of(name, text, "https://NAME.my.salesforce.com");
    }
}
