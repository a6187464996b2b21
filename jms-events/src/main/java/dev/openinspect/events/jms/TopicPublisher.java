package dev.openinspect.events.jms;

import dev.openinspect.log.Batch;
import dev.openinspect.log.News;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Topic;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Publishes news, in order, from one worker, after the commit and outside any transaction. A full queue or a broker that is away loses
 * news, never events: the sweeps of the other nodes look at the rows every second.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class TopicPublisher implements News {
    private static final Logger LOG = Logger.getLogger(TopicPublisher.class.getName());
    private static final int QUEUE = 1_000;
    private static final int MESSAGE_CHARACTERS = 256 * 1024;
    /** News that nobody took within this time are covered by the sweeps. */
    private static final long TIME_TO_LIVE_MILLIS = 10_000;

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicBoolean working = new AtomicBoolean();

    @Resource(lookup = "jms/news-factory")
    ConnectionFactory factory;

    @Resource(lookup = "jms/news")
    Topic topic;

    @Resource(lookup = "concurrent/session-work")
    ManagedExecutorService executor;

    @Inject
    NodeName node;

    @Override
    public void recorded(List<Batch> batches) {
        StringBuilder text = new StringBuilder();
        for (Batch batch : batches) {
            if (!text.isEmpty() && text.length() + batch.size() > MESSAGE_CHARACTERS) {
                offer(text.toString());
                text.setLength(0);
            }
            NewsText.append(text, batch);
        }
        offer(text.toString());
    }

    @Override
    public void show(UUID sessionId, String frame) {
        StringBuilder text = new StringBuilder();
        NewsText.appendFrame(text, sessionId, frame);
        offer(text.toString());
    }

    @Override
    public void look(UUID sessionId) {
        StringBuilder text = new StringBuilder();
        NewsText.appendLook(text, sessionId);
        offer(text.toString());
    }

    private void offer(String text) {
        if (!waiting.offer(text)) {
            LOG.log(Level.FINE, "news were dropped: the queue is full");
        }
        work();
    }

    private void work() {
        if (!working.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(this::publish);
        } catch (RuntimeException e) {
            working.set(false);
            LOG.log(Level.WARNING, "news wait: the pool is full", e);
        }
    }

    private void publish() {
        try (JMSContext context = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            JMSProducer producer = context.createProducer()
                    .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .setTimeToLive(TIME_TO_LIVE_MILLIS)
                    .setDisableMessageID(true)
                    .setProperty(NewsListener.NODE, node.get());
            for (String text = waiting.poll(); text != null; text = waiting.poll()) {
                producer.send(topic, text);
            }
        } catch (JMSRuntimeException e) {
            waiting.clear();
            LOG.log(Level.WARNING, "news could not be published; other nodes notice by their sweeps", e);
        } finally {
            working.set(false);
            if (!waiting.isEmpty()) {
                // Something came between the last poll and the end of the work.
                work();
            }
        }
    }
}
