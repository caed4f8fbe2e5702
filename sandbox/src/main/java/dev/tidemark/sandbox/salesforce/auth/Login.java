package dev.tidemark.sandbox.salesforce.auth;

/**
 * Who may log in with a password.
 *
 * @param securityToken what SOAP and the password grant want behind the password; empty for none
 */
public record Login(String userId, String username, String password, String securityToken) {
    @Override
    public String toString() {
        return "Login of " + username; // the password stays out of logs
    }
}
