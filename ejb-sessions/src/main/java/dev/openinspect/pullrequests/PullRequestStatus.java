package dev.openinspect.pullrequests;

import dev.openinspect.transitions.Transitions;

/**
 * Where our work on a pull request is. What the host says of it (open, merged, closed) is another matter and stands beside it.
 */
public enum PullRequestStatus {
    /** Somebody wants it; the work is due, at once or after a pause. */
    WANTED,
    /** Somebody is at it, for as long as the lease lasts. */
    WORKING,
    /** The host has it as it is wanted. */
    DONE,
    /** It cannot be opened in the person's name; a page of the host is offered on which they can. */
    LINK,
    /** It cannot be opened like this; the reason says why. */
    FAILED;

    /** What can happen to it. */
    public enum Trigger {
        ASK,
        CLAIM,
        RECORD,
        OVERTAKEN,
        POSTPONE,
        OFFER_LINK,
        GIVE_UP,
        FOUND
    }

    /** The whole machine. */
    public static final Transitions<PullRequestStatus, Trigger> TABLE = Transitions.<PullRequestStatus, Trigger>named(
                    "pull request")
            .row(WANTED, Trigger.ASK, WANTED, "the newer wish counts")
            .row(WANTED, Trigger.CLAIM, WORKING, "take the lease, look at the host and open or update it")
            .row(WORKING, Trigger.CLAIM, WORKING, "the lease ran out: whoever had it is gone, so look again")
            .row(WORKING, Trigger.ASK, WORKING, "keep the newer wish for the attempt after this one")
            .row(WORKING, Trigger.RECORD, DONE, "note number and state, leave an artifact")
            .row(WORKING, Trigger.OVERTAKEN, WANTED, "note what was done; the wish changed meanwhile, so once more")
            .row(WORKING, Trigger.POSTPONE, WANTED, "try again after the host's pause, or a longer one each time")
            .row(WORKING, Trigger.OFFER_LINK, LINK, "the person has no usable token: offer the page of the host")
            .row(WORKING, Trigger.GIVE_UP, FAILED, "say why")
            .row(DONE, Trigger.ASK, WANTED, "update title and body, or open the next one after a merge")
            .row(LINK, Trigger.ASK, WANTED, "try again, perhaps with an account connected since")
            .row(LINK, Trigger.FOUND, DONE, "somebody opened it by hand")
            .row(FAILED, Trigger.ASK, WANTED, "try again")
            .row(FAILED, Trigger.FOUND, DONE, "somebody opened it by hand")
            .build();

    /** Whether nobody owes it anything now. */
    public boolean settled() {
        return this != WANTED && this != WORKING;
    }
}
