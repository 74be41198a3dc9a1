package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose the files of a workspace are: the service's own user, or the user that the guest runs as,
 * which only a service that runs as the superuser can give files to.
 */
public final class FileOwner {
  /** The user that the service runs as. */
  public static final FileOwner SERVICE = new FileOwner(Optional.empty());

  /** Looking one up reads files of the system. There are as many as users for guests. */
  private static final Map<Integer, FileOwner> KNOWN = new ConcurrentHashMap<>();

  private record Ids(UserPrincipal user, GroupPrincipal group) {}

  private final Optional<Ids> ids;

  private FileOwner(Optional<Ids> ids) {
    this.ids = ids;
  }

  /**
   * A user and the group of the same number.
   *
   * @throws IOException if the system can not name them
   */
  public static FileOwner user(int number) throws IOException {
    FileOwner known = KNOWN.get(number);
    if (known == null) {
      known = find(number);
      KNOWN.put(number, known);
    }
    return known;
  }

  private static FileOwner find(int number) throws IOException {
    UserPrincipalLookupService users = FileSystems.getDefault().getUserPrincipalLookupService();
    String name = Integer.toString(number);
    return new FileOwner(
        Optional.of(
            new Ids(users.lookupPrincipalByName(name), users.lookupPrincipalByGroupName(name))));
  }

  boolean isService() {
    return ids.isEmpty();
  }

  void take(PosixFileAttributeView file) throws IOException {
    if (ids.isPresent()) {
      file.setOwner(ids.get().user());
      file.setGroup(ids.get().group());
    }
  }

  /** Gives it a directory that only the service can replace. */
  void take(Path directory) throws IOException {
    if (ids.isPresent()) {
      take(
          java.nio.file.Files.getFileAttributeView(
              directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    }
  }
}
