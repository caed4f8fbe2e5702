package dev.tidemark.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C and TERM stop the command in its own time instead of ending the process under it. A second one ends the process at
 * once. By reflection, because the compiler warns of the JDK's only way to hear of signals.
 */
final class Signals {

    private static final AtomicReference<String> HEARD = new AtomicReference<>("");

    private Signals() {}

    static void stopOn(Thread main) {
        handle("INT", main);
        handle("TERM", main);
    }

    /** The exit code of a process that ended as asked: TERM is how a service is stopped, so that is success. */
    static int exit(int exit) {
        if (exit != Exit.INTERRUPTED) {
            return exit;
        }
        return HEARD.get().equals("TERM") ? Exit.OK : Exit.INTERRUPTED;
    }

    private static void handle(String name, Thread main) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            heard(name, main);
                        }
                        return method.getName().equals("equals")
                                ? false
                                : method.getName().equals("hashCode") ? 0 : null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LoggerFactory.getLogger(Signals.class).warn("{} ends the process at once here", name);
        }
    }

    private static void heard(String name, Thread main) {
        if (HEARD.compareAndSet("", name)) {
            main.interrupt();
        } else {
            Runtime.getRuntime().halt(Exit.INTERRUPTED);
        }
    }
}
