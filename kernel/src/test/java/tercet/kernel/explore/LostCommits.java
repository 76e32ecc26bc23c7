package tercet.kernel.explore;

import tercet.kernel.id.Service;

/**
 * A store fails over and loses the last of its commits.
 *
 * @param service whose store it is
 * @param at the number of the last commit before, of all services; nothing happens if it is of
 *     another service
 * @param lost how many commits are undone at most
 */
record LostCommits(Service service, int at, int lost) {}
