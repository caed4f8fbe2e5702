package dev.tidemark.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes jars as the author of a connector would: sources compiled against the API, a service file, libraries put in. */
final class JarMaker {

    private final Path work;

    JarMaker(Path work) {
        this.work = work;
    }

    /**
     * @param sources texts by their classes' full names
     * @param services class names by the interface they serve
     * @param libraries classes whose jar, or whose package's folder, is put into the jar
     */
    Path make(Path jar, Map<String, String> sources, Map<String, String> services, Class<?>... libraries)
            throws IOException {
        Path classes = Files.createDirectories(Files.createTempDirectory(work, "classes-"));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            compile(source.getKey(), source.getValue(), classes);
        }
        Files.createDirectories(jar.resolveSibling(""));
        Set<String> there = new HashSet<>();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            putAll(classes, classes, out, there);
            for (Map.Entry<String, String> service : services.entrySet()) {
                put(
                        "META-INF/services/" + service.getKey(),
                        service.getValue().getBytes(StandardCharsets.UTF_8),
                        out,
                        there);
            }
            for (Class<?> library : libraries) {
                Path from = Path.of(library.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                if (Files.isDirectory(from)) {
                    putAll(from.resolve(library.getPackageName().replace('.', '/')), from, out, there);
                } else {
                    copy(from, library.getPackageName().replace('.', '/'), out, there);
                }
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        return jar;
    }

    private void compile(String name, String text, Path classes) throws IOException {
        Path source = Files.createDirectories(Files.createTempDirectory(work, "source-"))
                .resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
        Files.writeString(source, text);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int exit = compiler.run(
                null,
                OutputStream.nullOutputStream(),
                System.err,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
        if (exit != 0) {
            throw new IOException(name + " does not compile");
        }
    }

    private static void putAll(Path folder, Path root, JarOutputStream out, Set<String> there) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file), out, there);
            }
        }
    }

    private static void copy(Path jar, String folder, JarOutputStream out, Set<String> there) throws IOException {
        try (JarFile from = new JarFile(jar.toFile())) {
            for (JarEntry entry : from.stream().toList()) {
                if (!entry.isDirectory() && entry.getName().startsWith(folder)) {
                    put(entry.getName(), from.getInputStream(entry).readAllBytes(), out, there);
                }
            }
        }
    }

    private static void put(String name, byte[] content, JarOutputStream out, Set<String> there) throws IOException {
        if (there.add(name)) {
            out.putNextEntry(new JarEntry(name));
            out.write(content);
            out.closeEntry();
        }
    }

    /** A source that only names its streams after what it sees. */
    static Map<String, String> spy(String name, List<String> looked) {
        return Map.of("acme.Spy", """
                package acme;

                import dev.tidemark.connector.*;
                import java.time.Duration;
                import java.util.*;

                public class Spy implements SourceConnector {
                    public ConnectorSpec spec() {
                        return new ConnectorSpec("%s", "Spy", List.of(), List.of(), Duration.ZERO);
                    }
                    public Check check(Access access) {
                        return new Check(List.of());
                    }
                    public List<StreamSpec> discover(Access access) {
                        List<StreamSpec> seen = new ArrayList<>();
                        for (String looked : List.<String>of(%s)) {
                            try {
                                Class.forName(looked);
                                seen.add(StreamSpec.of(looked, List.of(Field.of("id", FieldType.TEXT)), "id",
                                        StreamSpec.CursorKind.NONE));
                            } catch (ClassNotFoundException e) {
                                // not seen
                            }
                        }
                        boolean ownLoader =
                                Thread.currentThread().getContextClassLoader() == Spy.class.getClassLoader();
                        boolean services = Spy.class.getClassLoader().getResource("META-INF/services/org.slf4j.spi.SLF4JServiceProvider") != null;
                        if (!ownLoader || services) {
                            throw new IllegalStateException("not alone");
                        }
                        return seen;
                    }
                    public Answer read(Access access, PageRequest request) {
                        throw new NoClassDefFoundError("acme/Missing");
                    }
                    public void records(StreamSpec stream, RawPage page, RecordSink sink) {}
                }
                """.formatted(
                name, String.join(", ", looked.stream().map(l -> '"' + l + '"').toList())));
    }
}
