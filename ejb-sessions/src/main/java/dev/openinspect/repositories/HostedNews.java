package dev.openinspect.repositories;

import dev.openinspect.codehosts.HostNews;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Hears that something changed at the code host and only writes down that somebody should look, in the transaction of whoever tells. */
@ApplicationScoped
public class HostedNews {
    @EJB
    HostedLedger ledger;

    void changed(@Observes HostNews.InstallationChanged unused) {
        ledger.want();
    }

    void changed(@Observes HostNews.RepositoryChanged unused) {
        ledger.want();
    }
}
