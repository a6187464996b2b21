package dev.openinspect.web.json;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object as the API answers it: fields in the order they are written, what is null left out, numbers as plain digits, times in UTC, enums in lower case. */
public final class Document {
    private static final JsonBuilderFactory BUILDERS = JsonProvider.provider().createBuilderFactory(Map.of());
    private final JsonObjectBuilder fields = BUILDERS.createObjectBuilder();

    public Document with(String name, @Nullable String value) {
        if (value != null) {
            fields.add(name, value);
        }
        return this;
    }

    public Document with(String name, @Nullable UUID value) {
        return with(name, value == null ? null : value.toString());
    }

    public Document with(String name, @Nullable Instant value) {
        return with(name, value == null ? null : value.toString());
    }

    public Document with(String name, @Nullable Enum<?> value) {
        return with(name, value == null ? null : Choices.word(value));
    }

    public Document with(String name, @Nullable Integer value) {
        if (value != null) {
            fields.add(name, value);
        }
        return this;
    }

    public Document with(String name, @Nullable Long value) {
        return value == null ? this : with(name, value.longValue());
    }

    public Document with(String name, long value) {
        fields.add(name, value);
        return this;
    }

    public Document with(String name, boolean value) {
        fields.add(name, value);
        return this;
    }

    /** Without an exponent and without zeros at the end: {@code 0.5}, not {@code 5.00E-1}. */
    public Document with(String name, @Nullable BigDecimal value) {
        if (value != null) {
            BigDecimal stripped = value.stripTrailingZeros();
            fields.add(name, stripped.scale() < 0 ? stripped.setScale(0) : stripped);
        }
        return this;
    }

    public Document with(String name, Document value) {
        fields.add(name, value.fields);
        return this;
    }

    public Document withTexts(String name, Collection<String> values) {
        fields.add(name, BUILDERS.createArrayBuilder(values));
        return this;
    }

    public <T> Document withAll(String name, Collection<T> values, Function<T, Document> writer) {
        var array = BUILDERS.createArrayBuilder();
        values.forEach(value -> array.add(writer.apply(value).fields));
        fields.add(name, array);
        return this;
    }

    /** The text of the document. The builder is empty after that. */
    public String json() {
        return fields.build().toString();
    }
}
