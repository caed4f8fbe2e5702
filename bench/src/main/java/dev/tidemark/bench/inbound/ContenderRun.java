package dev.tidemark.bench.inbound;

import java.util.List;

/** One contender in a JVM of its own, told what to do in lines: {@code everything}, {@code changes}. Answers seconds. */
final class ContenderRun {

    private ContenderRun() {}

    static void main(String[] args) throws Exception {
        Contender contender = Contenders.named(args[0]);
        Contender.Loading loading = contender.prepare(Setup.of(List.of(args).subList(1, args.length)));
        IO.println("ready");
        for (String told = IO.readln(); told != null; told = IO.readln()) {
            long from = System.nanoTime();
            if (told.equals("everything")) {
                loading.everything();
            } else {
                loading.changes();
            }
            IO.println("took " + (System.nanoTime() - from) / 1e9);
        }
        System.exit(0);
    }
}
