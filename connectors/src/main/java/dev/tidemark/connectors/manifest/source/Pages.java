package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.Lane;
import dev.tidemark.connector.Lanes;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.stream.Abreast;
import dev.tidemark.connectors.manifest.stream.Machine;
import dev.tidemark.connectors.manifest.stream.Outcome;
import dev.tidemark.connectors.manifest.stream.Position;
import dev.tidemark.connectors.manifest.stream.Rigour;
import dev.tidemark.connectors.manifest.stream.StreamModel;
import dev.tidemark.connectors.manifest.template.TemplateError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks for one page of one stream, and for a token first where one is needed. */
final class Pages implements Asker.Told {

    private final Map<Object, Object> plain;
    private final Machine machine;
    private final Discreet tokens;
    private final Chosen chosen;
    private final Access access;

    /**
     * @param chosen which stream this is
     * @param config as the manifest has it after its own changes
     */
    Pages(StreamModel stream, Chosen chosen, Access access, ManifestConfig config, Duration safetyLag) {
        this.access = access;
        this.chosen = chosen;
        this.plain = config.plain(access);
        this.machine = new Machine(stream, config.of(access), access.clock(), new Rigour(true, safetyLag));
        this.tokens = new Discreet(new KeptTokens(access.secrets()), config.secrets(access));
    }

    /** @param at where to go on; where it is empty, from this state */
    Answer read(Optional<String> at, Map<Object, Object> state) {
        Position position;
        try {
            position = at.isPresent() ? Position.of(tokens.shown(at.get())) : machine.start(state);
        } catch (Impossible | TemplateError e) {
            return Asker.stop(tokens, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Answer.StartOver("the position is none that this manifest knows: " + e.getMessage());
        }
        return position.isAbreast() ? first(position) : new Asker(access, machine, tokens, this).from(position);
    }

    /** Reads on alone from a place where parts were read side by side: the first of them, as far as it goes. */
    private Answer first(Position all) {
        try {
            Abreast.Opened opened = machine.opened(all, 1);
            if (opened.parts().isEmpty()) {
                return done(opened.all());
            }
            Map.Entry<String, Position> part =
                    opened.parts().entrySet().iterator().next();
            Answer answer = new Asker(access, machine, tokens, this).from(part.getValue());
            return switch (answer) {
                case Answer.Page page ->
                    page.followedBy(lanes(folded(opened.all(), part.getKey(), page.next(), 1))
                            .next());
                case Answer.Later later
                when lanes(folded(opened.all(), part.getKey(), new Next.More(later.token()), 1))
                                .next()
                        instanceof Next.More(String token) -> later.at(token);
                default -> answer;
            };
        } catch (Impossible | TemplateError e) {
            return Asker.stop(tokens, String.valueOf(e.getMessage()));
        }
    }

    /** The parts of a place that may be read side by side; empty where a stream has none. */
    Optional<Lanes> lanes(String at, int most) {
        Position position = Position.of(tokens.shown(at));
        return machine.isAbreast() && !position.isPart()
                ? Optional.of(lanes(machine.opened(position, most)))
                : Optional.empty();
    }

    /** The place after one of its parts has come on. */
    Lanes fold(String at, String lane, Next next, int most) {
        return lanes(folded(Position.of(tokens.shown(at)), lane, next, most));
    }

    private Abreast.Opened folded(Position all, String lane, Next next, int most) {
        String then = switch (next) {
            case Next.More more -> more.token();
            case Next.Done done -> done.cursor().orElseThrow();
        };
        Position part = Position.of(tokens.shown(Chosen.at(then).position()));
        return machine.folded(all, lane, part, next instanceof Next.Done, most);
    }

    private Lanes lanes(Abreast.Opened opened) {
        List<Lane> open = new ArrayList<>();
        opened.parts().forEach((name, part) -> open.add(new Lane(name, token(part))));
        return new Lanes(next(opened.all()), open);
    }

    /** The token at which a pass from this state begins. */
    String start(Map<Object, Object> state) {
        return token(machine.start(state));
    }

    private String token(Position position) {
        return chosen.token(tokens.hidden(position.text()));
    }

    @Override
    public Answer read(Outcome.Read read, HttpAnswer answer) {
        return page(read.page(), answer.body(), read.next(), answer.serverTimeBefore());
    }

    @Override
    public Answer later(Position settled, Duration pause, String why) {
        return new Answer.Later(token(settled), pause, why);
    }

    @Override
    public Answer done(Position at) {
        return page(Optional.empty(), new byte[0], at, Optional.empty());
    }

    private Answer page(Optional<String> context, byte[] body, Position next, Optional<Instant> time) {
        return new Answer.Page(
                Archived.page(context, chosen.dynamic(), chosen.variant(), plain, body),
                next(machine.settled(next)),
                time,
                Limits.UNKNOWN,
                OptionalLong.empty());
    }

    /** What became of a part says its last token; the cursor of all is that of the next pass. */
    private Next next(Position settled) {
        if (!settled.isDone()) {
            return new Next.More(token(settled));
        }
        return new Next.Done(settled.isPart() ? Optional.of(token(settled)) : machine.cursor(settled));
    }
}
