package dev.tidemark.simulation;

import dev.tidemark.connector.HookRequest;
import dev.tidemark.connectors.hook.Signature;
import dev.tidemark.hook.Inbox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The {@link Harbour}'s webhooks, and what becomes of them on their way: lost, doubled, late, overtaken, forged, untrue. */
final class Post {

    private final ManualTide tide;
    private final RandomGenerator random;
    private final List<String> late = new ArrayList<>();
    private int events;

    Post(ManualTide tide, long seed) {
        this.tide = tide;
        this.random = new SplittableRandom(seed * 31 + 7);
    }

    /** Tells of a change, or of something that never was. */
    void happened(String stream, Harbour.Version version) {
        String event = "e" + ++events + "\t" + stream + "\t" + version.id() + "\t";
        switch (random.nextInt(8)) {
            case 0 -> {} // lost
            case 1 -> late.add(event + version.deleted());
            case 2 -> {
                send(event + version.deleted(), true);
                send(event + version.deleted(), true);
            }
            case 3 -> send(event + !version.deleted(), true);
            case 4 -> send(event + true, false);
            default -> send(event + version.deleted(), true);
        }
        while (!late.isEmpty() && random.nextInt(4) == 0) {
            send(late.remove(random.nextInt(late.size())), true);
        }
    }

    /** To whichever process listens; where none does, or it dies at it, nobody sends it again. */
    private void send(String line, boolean isTrue) {
        if (tide.hulls().isEmpty() || tide.acting().isPresent()) {
            return;
        }
        Hull hull = tide.hulls().get(random.nextInt(tide.hulls().size()));
        tide.act(hull, () -> {
            Inbox.Reply reply = hull.hear("acme/app", request(line, isTrue ? HarbourConnector.SECRET : "another"));
            tide.log("a webhook " + line.replace('\t', ' ') + " is answered " + reply);
            if (!isTrue && reply != Inbox.Reply.FORGED && reply != Inbox.Reply.LATER) {
                throw new AssertionError("a forged webhook was answered " + reply);
            }
        });
    }

    static HookRequest request(String line, String secret) {
        byte[] body = line.getBytes(StandardCharsets.UTF_8);
        return new HookRequest(
                URI.create("https://tidemark.example/hooks/acme/app"),
                Map.of(
                        HarbourConnector.SEAL,
                        Signature.of(Signature.Algorithm.SHA256, secret, body).hex()),
                body);
    }
}
