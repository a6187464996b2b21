package dev.openinspect.clients.configuration;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** A configuration that knows nothing but the environment variables of a test, read by a real MicroProfile Config. */
public final class Environment {
    private static final int USUAL_ORDINAL = 300;

    private Environment() {}

    /** @param pairs variable, value, variable, value … */
    public static Configuration of(String... pairs) {
        Map<String, String> variables = new HashMap<>();
        for (int at = 0; at < pairs.length; at += 2) {
            variables.put(pairs[at], pairs[at + 1]);
        }
        return new Configuration(new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(variables, USUAL_ORDINAL))
                .build());
    }

    public static ConfiguredSettings settings(String... pairs) {
        return new ConfiguredSettings(of(pairs));
    }
}
