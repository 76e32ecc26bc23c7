/**
 * All decisions: balances, orders, commit protocols, ids and amounts. Pure functions over immutable
 * records. The module uses {@code java.base} only, and no part of it that reads a clock, draws a
 * random number, starts a thread or does I/O.
 */
module tercet.kernel {
  requires static transitive org.jspecify;

  exports tercet.kernel;
  exports tercet.kernel.balance;
  exports tercet.kernel.choreography;
  exports tercet.kernel.command;
  exports tercet.kernel.decision;
  exports tercet.kernel.dedupe;
  exports tercet.kernel.id;
  exports tercet.kernel.order;
  exports tercet.kernel.outcome;
  exports tercet.kernel.refund;
  exports tercet.kernel.saga;
  exports tercet.kernel.tcc;
  exports tercet.kernel.time;
  exports tercet.kernel.transaction;
  exports tercet.kernel.twophase;
}
