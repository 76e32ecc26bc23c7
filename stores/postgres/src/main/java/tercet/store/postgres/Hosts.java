package tercet.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The servers that an address for JDBC names. */
final class Hosts {
  private static final Pattern SEVERAL = Pattern.compile("(jdbc:postgresql://)([^/?]*,[^/?]*)(.*)");

  private Hosts() {}

  /** An address for each of them, in their order. */
  static List<String> of(String url) {
    Matcher several = SEVERAL.matcher(url);
    if (!several.matches()) {
      return List.of(url);
    }
    List<String> urls = new ArrayList<>();
    for (String host : several.group(2).split(",", -1)) {
      urls.add(several.group(1) + host + several.group(3));
    }
    return urls;
  }
}
