package tercet.testing.testbed.cluster;

import java.util.Set;

/** The processes of a member, as a {@link LocalMember} breaks and mends them. */
interface ProcessControl {
  Set<String> roles();

  boolean isAlive();

  /** The id of the first process. */
  long pid();

  /** The place of its status, for people. */
  String address();

  void kill();

  void pause();

  void resume();

  /** After its end; returns before it does its work. */
  void start();

  boolean answers();

  /** Its output. */
  String log();
}
