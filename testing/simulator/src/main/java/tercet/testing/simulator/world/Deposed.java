package tercet.testing.simulator.world;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database server that was replaced, while some nodes still talk to it.
 *
 * @param disk the records that it shows and changes; null if it confirms nothing without its
 *     replicas
 * @param nodes that talk to it
 * @param until when they learn of the new one, in milliseconds of the world
 */
record Deposed(@Nullable SimulatedDisk disk, Set<Integer> nodes, long until) {}
