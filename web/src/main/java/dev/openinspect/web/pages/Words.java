package dev.openinspect.web.pages;

import dev.openinspect.accounts.Obstacle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The words of the screen from the resource bundle. English is the only language so far, so the locale is fixed here, in one place. */
@ApplicationScoped
public class Words {
    private static final String BUNDLE = "dev.openinspect.web.pages.texts";
    private static final String FOR_MODULES = "js.";

    private final ResourceBundle bundle = ResourceBundle.getBundle(BUNDLE, Locale.ENGLISH);
    private final String forModules = json(bundle);

    Locale locale() {
        return Locale.ENGLISH;
    }

    String say(String key) {
        return bundle.getString(key);
    }

    /**
     * Why somebody could not come by the code host.
     *
     * @param code as the address of the page brings it; what is no code of ours says nothing
     */
    @Nullable
    String obstacle(@Nullable String code, String hostName) {
        return Optional.ofNullable(code)
                .flatMap(Obstacle::find)
                .map(known -> say("obstacle." + known.code())
                        .replace("{0}", hostName.isEmpty() ? say("account.host") : hostName))
                .orElse(null);
    }

    /** The words of the JavaScript modules as JSON that may stand inside a script element. */
    String forModules() {
        return forModules;
    }

    private static String json(ResourceBundle bundle) {
        JsonObjectBuilder words = Json.createObjectBuilder();
        bundle.keySet().stream()
                .filter(key -> key.startsWith(FOR_MODULES))
                .sorted()
                .forEach(key -> words.add(key, bundle.getString(key)));
        // "</script>" in a text would end the element, "<!--" would open a state of its own.
        return words.build().toString().replace("<", "\\u003c");
    }
}
