package dev.tidemark.sandbox.intercom;

import dev.tidemark.sandbox.seed.Dice;
import dev.tidemark.sandbox.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one scroll over companies that an app may have open; it ends after a minute without a request. */
final class Scrolls {
    private final Workspace workspace;
    private final InstantSource clock;
    private final Dice ids;
    private Duration life = Duration.ofMinutes(1);
    private @Nullable String open;
    private List<String> left = List.of();
    private Instant until = Instant.MIN;

    Scrolls(Workspace workspace, InstantSource clock, long seed) {
        this.workspace = workspace;
        this.clock = clock;
        this.ids = new Dice(seed ^ 0x5C);
    }

    void life(Duration time) {
        life = time;
    }

    void expire() {
        open = null;
    }

    /** What one request answers. */
    record Page(List<StoredObject> companies, String param) {}

    /** @throws Refused where another one is open, or this one is not */
    Page next(String param, int size) {
        Instant now = clock.instant();
        if (open != null && until.isBefore(now)) {
            open = null;
        }
        if (param.isEmpty()) {
            if (open != null) {
                throw new Refused(400, "scroll_exists", "scroll already exists for this workspace");
            }
            open = ids.uuid();
            left = workspace.seen(Workspace.COMPANY).stream()
                    .map(StoredObject::id)
                    .toList();
        } else if (!param.equals(open)) {
            throw new Refused(404, "not_found", "scroll parameter not found");
        }
        until = now.plus(life);
        List<StoredObject> page = left.stream()
                .limit(size)
                .flatMap(id -> workspace.live(Workspace.COMPANY, id).stream())
                .toList();
        left = left.subList(Math.min(size, left.size()), left.size());
        String answered = String.valueOf(open);
        if (page.isEmpty() && left.isEmpty()) {
            open = null;
        }
        return new Page(page, answered);
    }
}
