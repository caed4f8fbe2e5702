package dev.tidemark.connector;

/** Why a record that is there all the while may be in none of several pages. One page is of one moment, and lacks none. */
public enum Slips {
    /** It is in one of them. */
    NEVER,
    /** Because it changes meanwhile, and so takes a place that was read already: the next look for changes brings it. */
    AS_IT_CHANGES,
    /** Because others come or go, and so move it to a page that was read already, as where pages are numbered: it is lost. */
    AS_OTHERS_DO
}
