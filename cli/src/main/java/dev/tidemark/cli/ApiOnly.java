package dev.tidemark.cli;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * What a connector from elsewhere sees of this program: the connector API and the JDK, and nothing else. So it can bring its
 * own version of any library, and none of ours can become part of it unseen.
 */
final class ApiOnly extends ClassLoader {

    private static final String API = "dev.tidemark.connector.";
    private static final String SUITES = "dev.tidemark.connector.testkit.";
    private static final String MARKS = "org.jspecify.annotations.";

    ApiOnly() {
        super("connector-api", getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        boolean isApi = name.startsWith(API) && !name.startsWith(SUITES);
        if (isApi || name.startsWith(MARKS)) {
            return Class.forName(name, false, ApiOnly.class.getClassLoader());
        }
        throw new ClassNotFoundException(name);
    }

    @Override
    public @Nullable URL getResource(String name) {
        return null;
    }

    /** None: not even those by which our own services are found. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return Collections.emptyEnumeration();
    }
}
