package tercet.kernel.command;

/**
 * Where an answer goes.
 *
 * @param node that asked
 * @param number of the asking at that node
 */
public record ReplyAddress(String node, long number) {}
