package dev.openinspect.runtime.workspace;

import dev.openinspect.runtime.bridge.Configuration;
import dev.openinspect.runtime.secrets.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets every git in the sandbox use the control plane's Git door: a credential helper that answers for that one address and no other.
 * It is injected by environment, so neither the token nor the helper stands in a remote's URL or in the clone's configuration.
 */
public final class GitDoor {
    private GitDoor() {}

    /**
     * Writes the helper and returns the environment that makes git use it.
     *
     * @param submodules repositories that git shall fetch through the door although they are called by another address
     */
    public static Map<String, String> open(
            String cloneUrl, List<Configuration.Submodule> submodules, Path tokenFile, Path helper) throws IOException {
        Secrets.writePrivate(helper, """
                # Git asks for the credential of the Git door; it is this sandbox's own token.
                test "$1" = get || exit 0
                printf 'username=sandbox\\npassword='
                cat '%s'
                printf '\\n'
                """.formatted(tokenFile));
        var environment = new LinkedHashMap<String, String>();
        environment.put("GIT_TERMINAL_PROMPT", "0");
        var origin = origin(cloneUrl);
        if (origin.isEmpty()) return environment;
        var key = "credential." + origin + ".helper";
        environment.put("GIT_CONFIG_COUNT", String.valueOf(2 + submodules.size()));
        // An empty value first: helpers of the image are not asked about this address.
        environment.put("GIT_CONFIG_KEY_0", key);
        environment.put("GIT_CONFIG_VALUE_0", "");
        environment.put("GIT_CONFIG_KEY_1", key);
        environment.put("GIT_CONFIG_VALUE_1", "!sh '" + helper + "'");
        for (var n = 0; n < submodules.size(); n++) {
            var submodule = submodules.get(n);
            environment.put("GIT_CONFIG_KEY_" + (2 + n), "url." + submodule.doorUrl() + ".insteadOf");
            environment.put("GIT_CONFIG_VALUE_" + (2 + n), submodule.url());
        }
        return environment;
    }

    /** Scheme, host and port; nothing for a path, which asks for no credential. */
    private static String origin(String cloneUrl) {
        var uri = URI.create(cloneUrl.replace(' ', '+'));
        if (uri.getHost() == null) return "";
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
