package tercet.testing.testbed.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The account that a server runs as. Some servers refuse to run as root; they get an account of
 * their own.
 *
 * @param name of the account, or empty for the one of this process
 * @param group instead of the account's own, so that {@link Firewall} can tell its processes from
 *     others; 0 for the account's own
 */
record SystemAccount(String name, long group) {
  /**
   * @param unprivileged the account for the server if this process runs as root
   */
  static SystemAccount orRoot(String unprivileged) {
    return new SystemAccount(isRoot() ? unprivileged : "", 0);
  }

  /** The account of this process. */
  static SystemAccount ofThisProcess() {
    return new SystemAccount("", 0);
  }

  /** The same in another group; without effect where this process may not choose. */
  SystemAccount inGroup(long other) {
    return isRoot() ? new SystemAccount(name, other) : this;
  }

  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new ServerFailedException("cannot tell which account this process has: " + e, e);
    }
  }

  /** The command that runs a command as this account, in the same process. */
  List<String> command(List<String> command) {
    if (name.isEmpty() && group == 0) {
      return command;
    }
    List<String> all = new ArrayList<>(List.of("setpriv"));
    if (!name.isEmpty()) {
      all.add("--reuid=" + name);
    }
    all.addAll(
        group == 0
            ? List.of("--regid=" + name, "--init-groups")
            : List.of("--regid=" + group, "--clear-groups"));
    all.addAll(command);
    return all;
  }

  /** Gives a folder to this account; others may pass through it. */
  void own(Path folder) {
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      if (!name.isEmpty()) {
        Files.setOwner(
            folder,
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
      }
    } catch (IOException e) {
      throw new ServerFailedException("cannot give " + folder + " to " + name + ": " + e, e);
    }
  }
}
