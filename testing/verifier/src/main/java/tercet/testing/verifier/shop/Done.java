package tercet.testing.verifier.shop;

/** It happened, and there is nothing more to tell. */
public enum Done {
  DONE
}
