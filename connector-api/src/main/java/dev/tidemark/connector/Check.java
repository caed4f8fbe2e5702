package dev.tidemark.connector;

import java.util.List;

/** What {@link Connector#check} tried and found, in the order tried. */
public record Check(List<Finding> findings) {

    /**
     * One thing tried.
     *
     * @param what what was tried, such as {@code sign in}
     * @param ok whether it worked
     * @param detail what was found, or what is wrong
     * @param whatToDo empty when it worked
     */
    public record Finding(String what, boolean ok, String detail, String whatToDo) {

        public static Finding ok(String what, String detail) {
            return new Finding(what, true, detail, "");
        }

        public static Finding wrong(String what, String detail, String whatToDo) {
            return new Finding(what, false, detail, whatToDo);
        }
    }

    public Check {
        findings = List.copyOf(findings);
    }

    public boolean ok() {
        return findings.stream().allMatch(Finding::ok);
    }
}
