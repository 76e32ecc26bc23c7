package tercet.testing.contract;

/**
 * The contract of {@link tercet.runtime.store.Store} as tests. An adapter's test class implements
 * it by {@link StoreUnderTest#open}.
 */
public interface StoreContract
    extends StoreCommits,
        StoreReopening,
        StoreOverdue,
        StoreThreads,
        StoreHistories,
        StoreExpiry,
        StoreSequences {}
