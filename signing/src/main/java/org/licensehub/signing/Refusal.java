package org.licensehub.signing;

/** Carries a broken rule out of a nested parser to the one place that turns it into a finding; never leaves the package. */
final class Refusal extends Exception {

    private final SealRule rule;

    Refusal(SealRule rule) {
        super(rule.name(), null, false, false);
        this.rule = rule;
    }

    SealRule rule() {
        return rule;
    }

    static void when(boolean broken, SealRule rule) throws Refusal {
        if (broken) {
            throw new Refusal(rule);
        }
    }
}
