package org.licensehub.hub.audit;

/** What an answer rests on besides its licenses, or uses up by being given. The log does not know what it is; its {@link AnswerLedger} does. */
public interface AnswerClaim {
}
