package dev.openinspect.web.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** Finds its resources by their annotations. */
@ApplicationPath("/api/v1")
public class ApiApplication extends Application {
    @Override
    public Map<String, Object> getProperties() {
        // The server would otherwise describe the API in a format of its own at OPTIONS; /openapi is the description.
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
