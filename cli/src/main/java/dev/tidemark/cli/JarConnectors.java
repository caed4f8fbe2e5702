package dev.tidemark.cli;

import dev.tidemark.connector.Connector;
import dev.tidemark.connector.ModelSource;
import dev.tidemark.connector.RecordDestination;
import dev.tidemark.connector.SourceConnector;
import dev.tidemark.connector.TableDestination;
import dev.tidemark.workspace.ConnectorFiles.Unusable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/**
 * The connectors in one jar, as its {@code META-INF/services} names them. Each jar has a class loader of its own, over
 * {@link ApiOnly}.
 *
 * @param byName by the name that each gives itself
 */
record JarConnectors(Path jar, Map<String, Connector> byName) {

    private static final List<Class<? extends Connector>> SERVICES = List.of(
            Connector.class, SourceConnector.class, RecordDestination.class, TableDestination.class, ModelSource.class);

    JarConnectors {
        byName = Map.copyOf(byName);
    }

    static boolean isLikely(Path file) {
        return file.toString().endsWith(".jar") && Files.isRegularFile(file);
    }

    /**
     * Loads it from a copy, so that a jar that is replaced while it is in use changes nothing of what runs.
     *
     * @throws Unusable where it holds no connector, or one that cannot be made
     */
    static JarConnectors load(Path jar) throws Unusable {
        try {
            byte[] content = Files.readAllBytes(jar);
            Path copy = Files.createTempFile("tidemark-connector-", ".jar");
            copy.toFile().deleteOnExit();
            Files.write(copy, content);
            try (JarFile whole = new JarFile(copy.toFile())) {
                if (whole.size() == 0) {
                    throw new Unusable(List.of("the jar is empty"));
                }
            }
            return new JarConnectors(jar, connectors(jar, copy, hash(content)));
        } catch (IOException e) {
            throw new Unusable(List.of("it is no jar that can be read: " + e.getMessage()));
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static Map<String, Connector> connectors(Path jar, Path copy, String hash) throws Unusable, IOException {
        // Open for as long as the program runs: a connector may load its classes at any time.
        URLClassLoader loader = new URLClassLoader(
                String.valueOf(jar.getFileName()), new URL[] {copy.toUri().toURL()}, new ApiOnly());
        Map<String, Connector> byName = new LinkedHashMap<>();
        List<String> seen = new ArrayList<>();
        for (Class<? extends Connector> service : SERVICES) {
            for (Connector connector : made(service, loader)) {
                if (!seen.contains(connector.getClass().getName())) {
                    seen.add(connector.getClass().getName());
                    Connector housed = JarConnector.house(connector, jar, hash);
                    String name = name(connector);
                    if (byName.put(name, housed) != null) {
                        throw new Unusable(List.of("two of its connectors are called " + name));
                    }
                }
            }
        }
        if (byName.isEmpty()) {
            throw new Unusable(List.of("it names no connector: it needs a file META-INF/services/"
                    + Connector.class.getName() + " with the name of a class"));
        }
        return byName;
    }

    private static <T extends Connector> List<T> made(Class<T> service, ClassLoader loader) throws Unusable {
        try {
            List<T> made = new ArrayList<>();
            ServiceLoader.load(service, loader).forEach(made::add);
            return made;
        } catch (ServiceConfigurationError e) {
            String why = String.valueOf(e.getMessage());
            throw new Unusable(List.of(e.getCause() == null ? why : why + ": " + e.getCause()));
        } catch (LinkageError e) {
            throw new Unusable(List.of(why(e)));
        }
    }

    private static String name(Connector connector) throws Unusable {
        try {
            return connector.spec().name();
        } catch (RuntimeException | LinkageError e) {
            throw new Unusable(List.of(connector.getClass().getName() + " does not say what it is: " + why(e)));
        }
    }

    /** In words for the author of the jar. */
    static String why(Throwable e) {
        return switch (e) {
            case UnsupportedClassVersionError newer -> "it is compiled for a newer Java: " + newer.getMessage();
            case NoClassDefFoundError lacks ->
                "it lacks the class " + lacks.getMessage()
                        + "; a jar brings its own libraries, and sees only the connector API and the JDK";
            case LinkageError other ->
                "it does not fit this connector API: " + other.getClass().getSimpleName() + " " + other.getMessage();
            default -> e.toString();
        };
    }
}
