package dev.tidemark.embedded;

import java.util.Locale;

/** Which PostgreSQL binaries fit this machine. */
record Platform(String os, String arch) {

    static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** Takes the words of the system properties {@code os.name} and {@code os.arch}. */
    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> throw unknown(osName, osArch);
        };
        if (os.startsWith("linux")) {
            return new Platform("linux", arch);
        }
        if (os.startsWith("mac")) {
            return new Platform("darwin", arch);
        }
        throw unknown(osName, osArch);
    }

    String archive() {
        return "postgres-" + os + "-" + arch + ".txz";
    }

    private static EmbeddedPostgresException unknown(String osName, String osArch) {
        return new EmbeddedPostgresException(
                "postgres.unknown_platform",
                "There is no embedded PostgreSQL for " + osName + " on " + osArch,
                "Use a PostgreSQL of your own. On Windows, run Tidemark inside WSL 2.");
    }
}
