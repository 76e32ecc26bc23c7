package tercet.runtime.observe;

import org.jspecify.annotations.Nullable;

/** Listens to nothing. */
record NoopObserver() implements Observer {
  @Override
  public boolean listens() {
    return false;
  }

  @Override
  public void decided(Batch batch) {
    // not observed
  }

  @Override
  public @Nullable String answered(Exchange exchange) {
    return null;
  }
}
