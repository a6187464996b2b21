package dev.openinspect.container;

import dev.openinspect.codehosts.HostNews;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Somebody concerned: counts what is told, and cannot bear news of the installations that a test names. Thread-safe. */
@ApplicationScoped
public class NewsListener {
    private final Map<Long, Integer> heard = new ConcurrentHashMap<>();
    private final Set<Long> unbearable = ConcurrentHashMap.newKeySet();

    public void failFor(long installation) {
        unbearable.add(installation);
    }

    public void bear(long installation) {
        unbearable.remove(installation);
    }

    public int heard(long installation) {
        return heard.getOrDefault(installation, 0);
    }

    void told(@Observes HostNews.InstallationChanged news) {
        if (unbearable.contains(news.installation())) {
            throw new IllegalStateException("not this one");
        }
        heard.merge(news.installation(), 1, Integer::sum);
    }
}
