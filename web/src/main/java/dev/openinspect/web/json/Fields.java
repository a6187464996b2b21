package dev.openinspect.web.json;

import dev.openinspect.web.problems.ProblemException;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives out the fields of a request by the type they must have. Nothing is converted: a number in quotes is no number. {@code null} is like left out. */
public final class Fields {
    private static final int MOST_ITEMS = 100;
    private final JsonObject object;

    Fields(JsonObject object) {
        this.object = object;
    }

    public String text(String name) {
        String value = optionalText(name);
        if (value == null) {
            throw invalid(name, "This field is needed.");
        }
        return value;
    }

    public @Nullable String optionalText(String name) {
        return switch (value(name)) {
            case null -> null;
            case JsonString string -> string.getString();
            default -> throw invalid(name, "This field takes a text.");
        };
    }

    public @Nullable Boolean optionalFlag(String name) {
        JsonValue value = value(name);
        if (value == null) {
            return null;
        }
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        throw invalid(name, "This field takes true or false.");
    }

    public @Nullable Integer optionalInteger(String name) {
        BigDecimal number = optionalDecimal(name);
        if (number == null) {
            return null;
        }
        try {
            return number.intValueExact();
        } catch (ArithmeticException e) {
            throw invalid(name, "This field takes a whole number.");
        }
    }

    /** For times in milliseconds and other numbers that need more than 32 bits. */
    public long wholeNumber(String name) {
        BigDecimal number = optionalDecimal(name);
        try {
            if (number != null) {
                return number.longValueExact();
            }
        } catch (ArithmeticException e) {
            throw invalid(name, "This field takes a whole number.");
        }
        throw invalid(name, "This field is needed.");
    }

    public @Nullable BigDecimal optionalDecimal(String name) {
        return switch (value(name)) {
            case null -> null;
            case JsonNumber number -> number.bigDecimalValue();
            default -> throw invalid(name, "This field takes a number.");
        };
    }

    public @Nullable List<String> optionalTexts(String name) {
        JsonValue value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonArray array
                && array.size() <= MOST_ITEMS
                && array.stream().allMatch(JsonString.class::isInstance)) {
            return array.getValuesAs(JsonString::getString);
        }
        throw invalid(name, "This field takes a list of at most " + MOST_ITEMS + " texts.");
    }

    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        E value = optionalChoice(name, type);
        if (value == null) {
            throw invalid(name, "This field is needed.");
        }
        return value;
    }

    public <E extends Enum<E>> @Nullable E optionalChoice(String name, Class<E> type) {
        String word = optionalText(name);
        return word == null ? null : Choices.of(type, word, name);
    }

    private @Nullable JsonValue value(String name) {
        JsonValue value = object.get(name);
        return value == JsonValue.NULL ? null : value;
    }

    private static ProblemException invalid(String name, String detail) {
        return ProblemException.badRequest("invalid_field", detail, name);
    }
}
