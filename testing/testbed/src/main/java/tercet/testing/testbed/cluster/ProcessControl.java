package tercet.testing.testbed.cluster;

import java.util.Set;

/** The processes of a member: what a {@link LocalMember} does to them when they suffer a fault. */
interface ProcessControl {
  Set<String> roles();

  boolean isAlive();

  /** The id of the first process. */
  long pid();

  /** Where it says how it does, for people. */
  String address();

  void kill();

  void pause();

  void resume();

  /** After its end; returns before it does its work. */
  void start();

  boolean answers();

  /** What it has said. */
  String log();
}
