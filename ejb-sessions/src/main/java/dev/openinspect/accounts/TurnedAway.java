package dev.openinspect.accounts;

import jakarta.ejb.ApplicationException;

/** Somebody is not let in; nothing is written. */
@ApplicationException(rollback = true)
class TurnedAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Obstacle obstacle;

    TurnedAway(Obstacle obstacle) {
        super(obstacle.code());
        this.obstacle = obstacle;
    }

    Obstacle obstacle() {
        return obstacle;
    }
}
