package dev.tidemark.connectors.rest;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.HttpFailed;
import dev.tidemark.connector.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** How the requests of an account are signed. */
public interface Auth {

    /**
     * What signs requests now.
     *
     * @param header the header's name
     * @param value its whole value, a secret
     * @param secrets what of it must not be shown should an answer repeat it
     */
    record Proof(String header, String value, List<String> secrets) {

        public Proof {
            secrets = List.copyOf(secrets);
        }

        public static Proof bearer(String token) {
            return new Proof("Authorization", "Bearer " + token, List.of(token));
        }

        /** RFC 7617. */
        public static Proof basic(String user, String password) {
            String pair = user + ":" + password;
            String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            return new Proof("Authorization", "Basic " + encoded, List.of(encoded, password));
        }

        HttpRequest on(HttpRequest request) {
            return request.header(header, value);
        }

        @Override
        public String toString() {
            return header;
        }
    }

    /** The proof at hand, or a new one; may take a request. */
    Proof proof(Access access) throws HttpFailed, Troubled;

    /** Whether a proof that was refused can be replaced. */
    boolean renewable(Access access);

    /** Another proof in place of the refused one. */
    Proof renew(Access access, Proof refused) throws HttpFailed, Troubled;

    /** In the way that an account's settings name. */
    static Auth chosen(Function<Access, Auth> choice) {
        return new Auth() {
            @Override
            public Proof proof(Access access) throws HttpFailed, Troubled {
                return choice.apply(access).proof(access);
            }

            @Override
            public boolean renewable(Access access) {
                return choice.apply(access).renewable(access);
            }

            @Override
            public Proof renew(Access access, Proof refused) throws HttpFailed, Troubled {
                return choice.apply(access).renew(access, refused);
            }
        };
    }

    /** A secret of the workspace file, good until a person changes it. */
    static Auth fixed(Function<Access, Proof> proof) {
        return new Auth() {
            @Override
            public Proof proof(Access access) {
                return proof.apply(access);
            }

            @Override
            public boolean renewable(Access access) {
                return false;
            }

            @Override
            public Proof renew(Access access, Proof refused) {
                return refused;
            }
        };
    }
}
