package dev.openinspect.persistence;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids that may be missing: the converter that EclipseLink 4.0 applies to every UUID by itself fails on null. The driver gives an id and takes a text for it, which
 * is why the type of the column is left open.
 */
@Converter
public class OptionalIdConverter implements AttributeConverter<@Nullable UUID, @Nullable Object> {
    @Override
    public @Nullable Object convertToDatabaseColumn(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    @Override
    public @Nullable UUID convertToEntityAttribute(@Nullable Object value) {
        return value == null ? null : UUID.fromString(value.toString());
    }
}
