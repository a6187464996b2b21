package dev.openinspect.events.jms;

import dev.openinspect.log.SessionFeed;
import dev.openinspect.sessions.SessionCoordinator;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes the other nodes' news to the feed and the coordinator. One instance, so that order is kept; never throws, the sweeps repair. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = "jms/news"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Topic"),
            @ActivationConfigProperty(propertyName = "connectionFactoryLookup", propertyValue = "jms/news-factory"),
            @ActivationConfigProperty(propertyName = "endpointPoolMaxSize", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "endpointPoolSteadySize", propertyValue = "1")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NewsListener implements MessageListener {
    static final String NODE = "node";
    private static final Logger LOG = Logger.getLogger(NewsListener.class.getName());

    @Inject
    SessionFeed feed;

    @EJB
    SessionCoordinator coordinator;

    @Inject
    NodeName node;

    @Override
    public void onMessage(Message message) {
        try {
            if (node.get().equals(message.getStringProperty(NODE))) {
                return;
            }
            NewsText.News news = NewsText.parse(message.getBody(String.class));
            news.batches().forEach(feed::deliver);
            news.frames().forEach(frame -> feed.show(frame.sessionId(), frame.json()));
            news.looks().forEach(coordinator::look);
        } catch (JMSException | RuntimeException e) {
            LOG.log(Level.WARNING, "news could not be read; the sweeps repair it", e);
        }
    }
}
