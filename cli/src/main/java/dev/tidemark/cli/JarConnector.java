package dev.tidemark.cli;

import dev.tidemark.connector.Connector;
import dev.tidemark.connector.ConnectorException;
import dev.tidemark.connector.ConnectorSpec;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connector out of a jar, as the engine sees it: with all its powers, under a name that tells the jar's content, its own
 * class loader around each call, and a class that is missing told in words.
 */
final class JarConnector implements InvocationHandler {

    private final Connector inner;
    private final Path jar;
    private final String hash;

    private JarConnector(Connector inner, Path jar, String hash) {
        this.inner = inner;
        this.jar = jar;
        this.hash = hash;
    }

    /** @param hash of the jar's content */
    static Connector house(Connector inner, Path jar, String hash) {
        Set<Class<?>> powers = new LinkedHashSet<>();
        for (Class<?> type = inner.getClass(); type != null; type = type.getSuperclass()) {
            collect(type, powers);
        }
        return (Connector) Proxy.newProxyInstance(
                Connector.class.getClassLoader(), powers.toArray(Class<?>[]::new), new JarConnector(inner, jar, hash));
    }

    private static void collect(Class<?> type, Set<Class<?>> powers) {
        for (Class<?> power : type.getInterfaces()) {
            if (power.getPackageName().equals(Connector.class.getPackageName())) {
                powers.add(power);
            }
            collect(power, powers);
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a connector is equal to itself alone
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> args != null && proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> jar.getFileName() + ":" + inner.getClass().getName();
            };
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(inner.getClass().getClassLoader());
        try {
            Object answer = method.invoke(inner, args);
            return answer instanceof ConnectorSpec spec ? renamed(spec) : answer;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof LinkageError wrong) {
                throw new ConnectorException(
                        "connector.broken_jar",
                        jar.getFileName() + " cannot go on: " + JarConnectors.why(wrong),
                        "Put the library into the jar, or compile it against this version's connector API",
                        wrong);
            }
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private ConnectorSpec renamed(ConnectorSpec spec) {
        return new ConnectorSpec(
                spec.name() + "-" + hash, spec.title(), spec.settings(), spec.limits(), spec.safetyLag());
    }
}
