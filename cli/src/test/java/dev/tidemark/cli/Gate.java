package dev.tidemark.cli;

import dev.tidemark.sandbox.fault.Effect;
import dev.tidemark.sandbox.fault.FaultRule;
import dev.tidemark.sandbox.salesforce.SalesforceSandbox;
import java.util.concurrent.CountDownLatch;

/** Holds one request up at the app. */
final class Gate implements AutoCloseable {

    /** What the app has made of the request while it is held. */
    enum AppHas {
        DONE,
        DONE_IT_LATER,
        NOT_DONE_IT
    }

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Before a request of this kind, after so many others. */
    Gate(SalesforceSandbox org, String kind, int others, AppHas work) {
        Effect hold = work == AppHas.DONE ? new Effect.After(this::hold) : new Effect.Before(this::hold);
        org.faults().add(FaultRule.next("gate", hold).ofKind(kind).after(others));
        if (work == AppHas.NOT_DONE_IT) {
            org.faults()
                    .add(FaultRule.next("never", org.misbehaviour().refuse())
                            .ofKind(kind)
                            .after(others));
        }
    }

    private void hold() {
        reached.countDown();
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until a request is held. */
    void await(Child child) throws InterruptedException {
        Scene.until(() -> "a request comes to the gate; " + child, () -> reached.getCount() == 0);
    }

    void open() {
        opened.countDown();
    }

    @Override
    public void close() {
        open();
    }
}
