package tercet.server.command;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of the words of a choice, in upper or lower case. */
final class WordConverter<T extends Enum<T>> implements ITypeConverter<T> {
  private final List<T> values;

  WordConverter(T[] values) {
    this.values = List.of(values);
  }

  @Override
  public T convert(String text) {
    return values.stream()
        .filter(value -> value.toString().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "'%s' is none of %s"
                    .formatted(
                        text,
                        String.join(", ", values.stream().map(WordConverter::word).toList()))));
  }

  private static String word(Object value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }
}
