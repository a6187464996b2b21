package dev.openinspect.web.sockets;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes the server take its streams back from a request that has ended. Payara (6.2025.10, 7.2025.1) uses request objects again, and a
 * WebSocket that has just been closed keeps the streams of its handshake: without this its last frames can be written into the answer
 * to somebody else, and its reader can take the body of somebody else's request. The switch is in the server's code and in none of its
 * settings. Other servers do not have it and do not need it.
 */
@WebListener
public class RecycledStreams implements ServletContextListener {
    private static final Logger LOG = Logger.getLogger(RecycledStreams.class.getName());
    private static final List<String> POOLED =
            List.of("org.apache.catalina.connector.Request", "org.apache.catalina.connector.Response");

    @Override
    public void contextInitialized(ServletContextEvent event) {
        String server = event.getServletContext().getServerInfo();
        for (String pooled : POOLED) {
            try {
                MethodHandles.publicLookup()
                        .findStatic(
                                Class.forName(pooled),
                                "setEnforceScope",
                                MethodType.methodType(void.class, boolean.class))
                        .invoke(true);
            } catch (ClassNotFoundException e) {
                LOG.log(Level.INFO, server + " has no " + pooled + ": it is no relative of Payara 6");
                return;
            } catch (Throwable e) {
                throw new IllegalStateException(
                        server + " does not take back the streams of ended requests; sockets would not be safe", e);
            }
        }
    }
}
