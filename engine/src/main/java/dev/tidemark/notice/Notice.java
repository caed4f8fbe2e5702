package dev.tidemark.notice;

import java.util.Objects;

/**
 * What people are told.
 *
 * @param id the same for each try, by which a receiver knows one that comes twice
 * @param title on one line
 * @param text in lines
 */
public record Notice(String id, String title, String text) {
    public Notice {
        Objects.requireNonNull(id);
        Objects.requireNonNull(title);
        Objects.requireNonNull(text);
    }
}
