package org.licensehub.hub.seals.internal;

import java.util.UUID;
import org.licensehub.hub.seals.SealApplication;
import org.licensehub.hub.seals.SealKind;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives an authority its first seal without people, where the hub is configured so: every step of a seal's life is taken and
 * recorded, by parts of the hub that say what they are.
 */
@Component
class SealProvision {

    static final String APPLICANT = "hub:seal-provision-applicant";
    static final String FIRST_APPROVER = "hub:seal-provision-approver-1";
    static final String SECOND_APPROVER = "hub:seal-provision-approver-2";
    static final String MAKER = "hub:seal-provision-maker";
    static final String REASON = "自动配发，未经人工审批 / provided automatically, approved by no person";

    private final SealRegister register;
    private final SealRepository seals;
    private final TransactionTemplate transaction;

    SealProvision(SealRegister register, SealRepository seals, PlatformTransactionManager transactions) {
        this.register = register;
        this.seals = seals;
        this.transaction = new TransactionTemplate(transactions);
        // its own, so that one authority waits for another no longer than it takes to make a seal
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Does nothing for an authority that has or had a seal for licenses, or has applied for one. */
    void provide(String issuerName, String issuerCode) {
        transaction.executeWithoutResult(status -> {
            seals.lockProvision();
            if (seals.newestForLicenses(issuerName, issuerCode).isEmpty()) {
                UUID id = register.apply(SealApplication.usual(issuerName, issuerCode, SealKind.LICENSE, null, REASON), APPLICANT).id();
                register.approve(id, REASON, FIRST_APPROVER);
                register.approve(id, REASON, SECOND_APPROVER);
                register.make(id, REASON, MAKER);
                register.file(id, null, REASON, MAKER);
                register.activate(id, REASON, MAKER);
            }
        });
    }
}
