package tercet.runtime.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Constants by the byte that stands for them. */
final class Tags<T> {
  private static final int NUMBERS = 256;

  private final String what;
  private final List<@Nullable T> byNumber = new ArrayList<>();

  /**
   * @param what the constants are called when a number stands for none
   * @param number from 0 to 255, of each constant another one
   */
  Tags(String what, T[] constants, ToIntFunction<T> number) {
    this(what, List.of(constants), number);
  }

  /** The same for constants in a list. */
  Tags(String what, List<? extends T> constants, ToIntFunction<? super T> number) {
    this.what = what;
    for (int i = 0; i < NUMBERS; i++) {
      byNumber.add(null);
    }
    for (T constant : constants) {
      if (byNumber.set(number.applyAsInt(constant), constant) != null) {
        throw new IllegalArgumentException("two constants have the number of " + constant);
      }
    }
  }

  T read(ByteReader reader) {
    T constant = peek(reader);
    reader.skip(1);
    return constant;
  }

  /** The constant that comes next, which stays unread. */
  T peek(ByteReader reader) {
    int number = reader.peekByte();
    T constant = byNumber.get(number);
    if (constant == null) {
      throw reader.unknown("there is no " + what + " " + number);
    }
    return constant;
  }
}
