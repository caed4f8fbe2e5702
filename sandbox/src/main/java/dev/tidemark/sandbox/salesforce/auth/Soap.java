package dev.tidemark.sandbox.salesforce.auth;

import dev.tidemark.sandbox.http.Request;
import dev.tidemark.sandbox.http.Response.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** {@code /services/Soap/u/NN.N} and {@code /c/NN.N}: login and logout, for programs that still log in that way. */
public final class Soap {
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private final Sessions sessions;

    public Soap(Sessions sessions) {
        this.sessions = sessions;
    }

    public Answer handle(Request request, String instanceUrl) {
        Optional<Document> document = parse(request.body());
        if (document.isEmpty()) {
            return fault("soapenv:Client", "soapenv:Client", "the envelope is no XML");
        }
        Document envelope = document.get();
        if (has(envelope, "logout")) {
            sessions.revoke(text(envelope, "sessionId"));
            return envelope("<logoutResponse/>", 200);
        }
        if (!has(envelope, "login")) {
            return fault("sf:UNSUPPORTED_API_VERSION", "UNSUPPORTED", "only login and logout are served here");
        }
        return sessions.passwordLogin(text(envelope, "username"), text(envelope, "password"))
                .map(user -> loggedIn(request, sessions.open(user, ""), instanceUrl))
                .orElseGet(() -> fault(
                        "INVALID_LOGIN",
                        "INVALID_LOGIN",
                        "Invalid username, password, security token; or user locked out."));
    }

    private Answer loggedIn(Request request, Session session, String instanceUrl) {
        String version = request.path().replaceFirst(".*/", "");
        String org = sessions.orgId();
        String server = instanceUrl + "/services/Soap/" + (request.path().contains("/c/") ? "c/" : "u/") + version + "/"
                + org.substring(0, 15);
        return envelope(
                "<loginResponse><result>"
                        + "<metadataServerUrl>" + instanceUrl + "/services/Soap/m/" + version + "/"
                        + org.substring(0, 15)
                        + "</metadataServerUrl>"
                        + "<passwordExpired>false</passwordExpired><sandbox>true</sandbox>"
                        + "<serverUrl>" + server + "</serverUrl>"
                        + "<sessionId>" + session.token() + "</sessionId>"
                        + "<userId>" + session.userId() + "</userId>"
                        + "<userInfo><organizationId>" + org + "</organizationId>"
                        + "<organizationName>Tidemark Sandbox</organizationName>"
                        + "<sessionSecondsValid>7200</sessionSecondsValid>"
                        + "<userId>" + session.userId() + "</userId></userInfo>"
                        + "</result></loginResponse>",
                200);
    }

    private static Answer fault(String code, String exceptionCode, String message) {
        return envelope(
                "<soapenv:Fault><faultcode>" + code + "</faultcode><faultstring>" + exceptionCode + ": " + message
                        + "</faultstring><detail><sf:LoginFault xsi:type=\"sf:LoginFault\"><sf:exceptionCode>"
                        + exceptionCode + "</sf:exceptionCode><sf:exceptionMessage>" + message
                        + "</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault>",
                500);
    }

    private static Answer envelope(String body, int status) {
        String text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " xmlns=\"urn:partner.soap.sforce.com\" xmlns:sf=\"urn:fault.partner.soap.sforce.com\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>" + body
                + "</soapenv:Body></soapenv:Envelope>";
        return new Answer(
                status,
                Map.of("Content-Type", "text/xml; charset=UTF-8"),
                text.getBytes(StandardCharsets.UTF_8),
                Duration.ZERO);
    }

    private static Optional<Document> parse(byte[] body) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(NO_DOCTYPE, true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return Optional.of(builder.parse(new ByteArrayInputStream(body)));
        } catch (SAXException | IOException notXml) {
            return Optional.empty();
        } catch (ParserConfigurationException missing) {
            throw new IllegalStateException("the JDK's XML parser has these features", missing);
        }
    }

    private static boolean has(Document document, String name) {
        return document.getElementsByTagNameNS("*", name).getLength() > 0;
    }

    private static String text(Document document, String name) {
        NodeList found = document.getElementsByTagNameNS("*", name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
