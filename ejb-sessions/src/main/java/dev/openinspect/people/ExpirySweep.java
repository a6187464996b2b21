package dev.openinspect.people;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;

/** Looks once an hour, on every node: the deletions are the same whoever makes them first. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ExpirySweep {
    @Inject
    ExpiredCredentials expired;

    @Schedule(hour = "*", minute = "7", persistent = false)
    public void sweep() {
        expired.remove();
    }
}
