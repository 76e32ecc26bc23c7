package tercet.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ClusterSecretTest {
  private static final ClusterSecret secret = new ClusterSecret("0123456789abcdef");

  @Test
  void onlyTheSameSecretIsRecognized() {
    assertTrue(secret.isIn(new ClusterSecret("0123456789abcdef").header()));
    assertFalse(secret.isIn(new ClusterSecret("0123456789abcdeF").header()));
    assertFalse(secret.isIn("0123456789abcdef"));
    assertFalse(secret.isIn(""));
    assertFalse(secret.isIn(null));
  }

  @Test
  void weakSecretIsRefused() {
    for (String weak :
        new String[] {"", "0123456789abcde", "0123456789 abcdef", "0123456789äbcdef"}) {
      assertThrows(IllegalArgumentException.class, () -> new ClusterSecret(weak));
    }
  }

  @Test
  void whileItIsReplacedTheFirstIsSentAndBothAreTaken() {
    ClusterSecret both = new ClusterSecret("fedcba9876543210\n 0123456789abcdef \n\n");
    assertEquals("Bearer fedcba9876543210", both.header());
    assertTrue(both.isIn("Bearer fedcba9876543210"));
    assertTrue(both.isIn("Bearer 0123456789abcdef"));
    both.change("fedcba9876543210");
    assertFalse(both.isIn("Bearer 0123456789abcdef"));
    for (String wrong : new String[] {"", "short", "fedcba9876543210\nshort", "x".repeat(16)}) {
      String text = wrong.startsWith("x") ? (wrong + "\n").repeat(3) : wrong;
      assertThrows(IllegalArgumentException.class, () -> both.change(text));
      assertTrue(both.isIn("Bearer fedcba9876543210"));
    }
  }

  @Test
  void secretIsNotPrinted() {
    assertFalse(secret.toString().contains("0123"));
  }
}
