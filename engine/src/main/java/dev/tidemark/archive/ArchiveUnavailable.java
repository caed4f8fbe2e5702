package dev.tidemark.archive;

/** The archive cannot do its part now. */
public final class ArchiveUnavailable extends RuntimeException {

    private final boolean lost;

    public ArchiveUnavailable(String message, boolean lost, Throwable cause) {
        super(message, cause);
        this.lost = lost;
    }

    /** Whether the page is gone for good, so that asking again will not help. */
    public boolean lost() {
        return lost;
    }
}
