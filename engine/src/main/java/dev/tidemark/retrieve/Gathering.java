package dev.tidemark.retrieve;

import dev.tidemark.connector.Answer;
import dev.tidemark.connector.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Retrievals of one account that may ask in one request. Each holds its own lease and goes its own way; they only say what they
 * want to ask, and whoever is the first to ask does it for all that wait. An answer is then handled by the retrieval that it is
 * for, as if that had asked alone: its lease, its archive, its checkpoint (invariants 1 and 2). So a part that fails, or whose
 * retrieval has lost its lease meanwhile, touches no other.
 */
final class Gathering {

    /** How often one that is ready looks whether those that have just begun are ready, too. */
    private static final int MOST_LOOKS = 10;

    private final ReentrantLock lock;
    private final Runnable deserted;
    private final List<Seat> seats = new ArrayList<>();

    Gathering(ReentrantLock lock, Runnable deserted) {
        this.lock = lock;
        this.deserted = deserted;
    }

    private enum State {
        /** It has begun, and may soon want something. */
        COMING,
        /** It wants something. */
        WAITING,
        /** Somebody is asking for it. */
        ASKED,
        /** It wants nothing that others could ask for it. */
        AWAY
    }

    /** An answer to a request that was sent no earlier than then, by our clock. */
    record Told(PageRequest request, Answer answer, Instant asked) {}

    /** The place of one retrieval. */
    final class Seat {
        private State state = State.COMING;
        private @Nullable PageRequest wanted;
        private @Nullable Told heard;
        private int looks;

        /** The answer that somebody else got to this request; at most once. */
        Optional<Told> told(PageRequest request) {
            return locked(() -> {
                Optional<Told> answer = Optional.ofNullable(heard).filter(a -> a.request.equals(request));
                heard = null;
                return answer;
            });
        }

        /**
         * Whose turn it is.
         *
         * @param most that one request may serve
         * @return those whose requests this one has to ask now, itself the first; empty where it is to wait a little, because
         *     somebody asks for it, or others are about to be ready
         */
        List<Seat> turn(PageRequest request, int most) {
            return locked(() -> {
                if (state == State.ASKED) {
                    return List.of();
                }
                state = State.WAITING;
                wanted = request;
                List<Seat> party = party(most);
                boolean othersCome = seats.stream().anyMatch(s -> s.state == State.COMING);
                if (othersCome && party.size() < most && looks < MOST_LOOKS) {
                    looks++;
                    return List.of();
                }
                party.forEach(s -> s.state = State.ASKED);
                return party;
            });
        }

        /** This one and others that wait, of different streams. */
        private List<Seat> party(int most) {
            List<Seat> party = new ArrayList<>(List.of(this));
            Set<String> streams = new HashSet<>(Set.of(request().stream().name()));
            for (Seat seat : seats) {
                if (party.size() < most
                        && seat.state == State.WAITING
                        && streams.add(seat.request().stream().name())) {
                    party.add(seat);
                }
            }
            return party;
        }

        PageRequest request() {
            PageRequest request = wanted;
            if (request == null) {
                throw new IllegalStateException("nothing is wanted here");
            }
            return request;
        }

        /** It goes on by itself, or rests before it has begun: nobody need wait for it. */
        void away() {
            locked(() -> {
                if (state == State.COMING) {
                    state = State.AWAY;
                }
                return state;
            });
        }

        /**
         * Hands out what came to those for whom this one asked; where nothing was sent they wait as before.
         *
         * @param answers by the stream's name; empty where nothing was sent
         */
        void settle(List<Seat> party, Optional<Map<String, Answer>> answers, Instant asked) {
            locked(() -> {
                for (Seat seat : party) {
                    answers.ifPresent(all -> seat.heard = new Told(seat.request(), part(all, seat.request()), asked));
                    seat.state = answers.isPresent() ? State.AWAY : State.WAITING;
                    seat.looks = 0;
                }
                return party;
            });
        }

        private static Answer part(Map<String, Answer> answers, PageRequest request) {
            return answers.getOrDefault(
                    request.stream().name(), new Answer.Retry("the source did not answer for this stream"));
        }

        void leave() {
            locked(() -> {
                seats.remove(this);
                if (seats.isEmpty()) {
                    deserted.run();
                }
                return seats;
            });
        }
    }

    Seat join() {
        Seat seat = new Seat();
        seats.add(seat);
        return seat;
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
