package dev.openinspect.clients.models;

import dev.openinspect.clients.configuration.InvalidSetting;
import dev.openinspect.models.ModelCatalog.Model;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the entries of OPENINSPECT_MODEL_NAMES. A name may hold colons itself, so only four numbers at the end count as numbers. */
final class ModelEntries {
    private static final Pattern ENTRY = Pattern.compile(
            "(?<name>[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}?)"
                    + "(?::(?<context>[0-9]{1,9}):(?<output>[0-9]{1,9}):(?<input>[0-9]{1,6}(?:\\.[0-9]{1,6})?):(?<cost>[0-9]{1,6}(?:\\.[0-9]{1,6})?))?");
    private static final int USUAL_CONTEXT = 128_000;
    private static final int USUAL_OUTPUT = 16_384;

    private ModelEntries() {}

    static Model read(String variable, String providerId, boolean demo, String entry) {
        Matcher parts = ENTRY.matcher(entry);
        if (!parts.matches()) {
            throw new InvalidSetting(variable, "entries `name` or `name:context:output:inputCost:outputCost`");
        }
        String name = parts.group("name");
        if (parts.group("context") == null) {
            return new Model(
                    providerId, name, name, demo, USUAL_CONTEXT, USUAL_OUTPUT, BigDecimal.ZERO, BigDecimal.ZERO);
        }
        return new Model(
                providerId,
                name,
                name,
                demo,
                Integer.parseInt(parts.group("context")),
                Integer.parseInt(parts.group("output")),
                new BigDecimal(parts.group("input")),
                new BigDecimal(parts.group("cost")));
    }
}
