package dev.openinspect.clients.configuration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Reads keys as types and refuses values beyond their limits with a sentence that names the variable. May be shared between threads. */
@ApplicationScoped
public class Configuration {
    private static final int LONGEST_VALUE = 10_000;

    @Inject
    Config config;

    public Configuration() {}

    public Configuration(Config config) {
        this.config = config;
    }

    /** The text of a key, trimmed; an empty one counts as not set. */
    public Optional<String> text(Key key) {
        return text(key.property());
    }

    /** The text of a key that is composed at run time, such as those of one of several providers. */
    public Optional<String> text(String property) {
        Optional<String> value = config.getOptionalValue(property, String.class)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        if (value.isPresent() && value.get().length() > LONGEST_VALUE) {
            throw new InvalidSetting(variable(property), "at most " + LONGEST_VALUE + " characters");
        }
        return value;
    }

    public int number(Key key, int least, int most) {
        return number(key, Integer.parseInt(key.standard()), least, most);
    }

    public int number(Key key, int standard, int least, int most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new InvalidSetting(key, e);
        }
        throw new InvalidSetting(key);
    }

    public double fraction(Key key, double least, double most) {
        try {
            double value = Double.parseDouble(text(key).orElse(key.standard()));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new InvalidSetting(key, e);
        }
        throw new InvalidSetting(key);
    }

    public Duration seconds(Key key, int least, int most) {
        return Duration.ofSeconds(number(key, least, most));
    }

    /** One of several words. */
    public String word(Key key, String... words) {
        String value = text(key).orElse(key.standard());
        if (!Arrays.asList(words).contains(value)) {
            throw new InvalidSetting(key);
        }
        return value;
    }

    public Optional<Path> path(Key key) {
        return text(key).map(text -> path(key, text));
    }

    /** The entries between commas, without the empty ones. */
    public List<String> list(Key key, int most) {
        return entries(key, ",", most);
    }

    /** Absolute folders between colons, as in other search paths. */
    public List<Path> paths(Key key, int most) {
        return entries(key, ":", most).stream().map(entry -> path(key, entry)).toList();
    }

    /** An http or https address without a slash at its end. */
    public Optional<URI> url(Key key) {
        return text(key).map(text -> url(key.variable(), text));
    }

    /** Checks an address that was set by {@code variable}. */
    public static URI url(String variable, String text) {
        String limits = "an http or https address without user, query and fragment";
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            String scheme = String.valueOf(url.getScheme());
            if ((scheme.equals("http") || scheme.equals("https"))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new InvalidSetting(variable, limits, e);
        }
        throw new InvalidSetting(variable, limits);
    }

    /** The environment variable of a property. */
    public static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT);
    }

    private List<String> entries(Key key, String separator, int most) {
        List<String> entries = Arrays.stream(text(key).orElse("").split(separator))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        if (entries.size() > most) {
            throw new InvalidSetting(key);
        }
        return entries;
    }

    private static Path path(Key key, String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw new InvalidSetting(key, e);
        }
        throw new InvalidSetting(key);
    }
}
