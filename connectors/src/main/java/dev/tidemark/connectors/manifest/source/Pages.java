package dev.tidemark.connectors.manifest.source;

import dev.tidemark.connector.Access;
import dev.tidemark.connector.Answer;
import dev.tidemark.connector.HttpAnswer;
import dev.tidemark.connector.Limits;
import dev.tidemark.connector.Next;
import dev.tidemark.connectors.manifest.request.Impossible;
import dev.tidemark.connectors.manifest.stream.Machine;
import dev.tidemark.connectors.manifest.stream.Outcome;
import dev.tidemark.connectors.manifest.stream.Position;
import dev.tidemark.connectors.manifest.stream.Rigour;
import dev.tidemark.connectors.manifest.stream.StreamModel;
import dev.tidemark.connectors.manifest.template.TemplateError;
import java.time.Duration;
import java.time.Instant;
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
        return new Asker(access, machine, tokens, this).from(position);
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
        Position settled = machine.settled(next);
        Next after = settled.isDone() ? new Next.Done(machine.cursor(settled)) : new Next.More(token(settled));
        return new Answer.Page(
                Archived.page(context, chosen.dynamic(), chosen.variant(), plain, body),
                after,
                time,
                Limits.UNKNOWN,
                OptionalLong.empty());
    }
}
