package dev.codebeaker.runtime.wasm.java.wasi;

import java.util.Optional;

/** What names are for: opening, creating, removing and moving. */
final class PathCalls {
  private static final int CREATE = 1;
  private static final int DIRECTORY = 2;
  private static final int EXCLUSIVE = 4;
  private static final int TRUNCATE = 8;
  private static final int APPEND = 1;
  private static final long READ_RIGHT = 1L << 1;
  private static final long WRITE_RIGHT = 1L << 6;

  private final Descriptors descriptors;
  private final FileTree files;

  PathCalls(Descriptors descriptors, FileTree files) {
    this.descriptors = descriptors;
    this.files = files;
  }

  void register(Wasi wasi) {
    wasi.add("path_open", "iiiiiIIii", this::open);
    wasi.add("path_create_directory", "iii", this::createDirectory);
    wasi.add("path_filestat_get", "iiiii", this::attributes);
    wasi.add("path_filestat_set_times", "iiiiIIi", this::setTimes);
    wasi.add("path_remove_directory", "iii", this::removeDirectory);
    wasi.add("path_unlink_file", "iii", this::unlink);
    wasi.add("path_rename", "iiiiii", this::rename);
    wasi.add("path_link", "iiiiiii", PathCalls::links);
    wasi.add("path_symlink", "iiiii", PathCalls::links);
    wasi.add("path_readlink", "iiiiii", this::readLink);
  }

  private static void links(Call call) {
    throw Errno.NOTSUP.exception();
  }

  private void readLink(Call call) {
    place(call, 0, 1).node();
    throw Errno.INVAL.exception();
  }

  private FileTree.Place place(Call call, int descriptor, int path) {
    return files.find(descriptors.directory(call.number(descriptor)), call.path(path));
  }

  private void open(Call call) {
    FileTree.Place place = place(call, 0, 2);
    int how = call.number(4);
    boolean read = (call.wide(5) & READ_RIGHT) != 0;
    boolean write = (call.wide(5) & WRITE_RIGHT) != 0;
    if (place.exists() && (how & CREATE) != 0 && (how & EXCLUSIVE) != 0) {
      throw Errno.EXIST.exception();
    }
    Node node = place.exists() ? place.node() : create(place, how);
    int number =
        switch (node) {
          case Node.Directory directory -> openDirectory(directory, how);
          case Node.Opaque opaque -> throw Errno.LOOP.exception();
          case Node.File file -> {
            boolean append = (call.number(7) & APPEND) != 0;
            yield openFile(new Descriptor.OpenFile(file, read, write, append), how);
          }
        };
    call.put(8, number);
  }

  private Node create(FileTree.Place place, int how) {
    if ((how & CREATE) == 0) {
      throw Errno.NOENT.exception();
    }
    if (place.mustBeDirectory() || (how & DIRECTORY) != 0) {
      throw Errno.ISDIR.exception();
    }
    return files.addFile(place.parent(), place.name());
  }

  private int openDirectory(Node.Directory directory, int how) {
    if ((how & (CREATE | TRUNCATE)) != 0) {
      throw Errno.ISDIR.exception();
    }
    return descriptors.add(new Descriptor.OpenDirectory(directory, Optional.empty()));
  }

  private int openFile(Descriptor.OpenFile file, int how) {
    try {
      if ((how & DIRECTORY) != 0) {
        throw Errno.NOTDIR.exception();
      }
      int number = descriptors.add(file);
      if ((how & TRUNCATE) != 0) {
        file.node.content().truncate();
      }
      return number;
    } catch (WasiException e) {
      file.node.close();
      throw e;
    }
  }

  private void createDirectory(Call call) {
    FileTree.Place place = place(call, 0, 1);
    if (place.exists()) {
      throw Errno.EXIST.exception();
    }
    files.addDirectory(place.parent(), place.name());
  }

  private void attributes(Call call) {
    FileStat.write(call.memory(), call.number(4), place(call, 0, 2).node());
  }

  private void setTimes(Call call) {
    FileStat.setTimes(place(call, 0, 2).node(), call.wide(4), call.wide(5), call.number(6));
  }

  private void removeDirectory(Call call) {
    FileTree.Place place = place(call, 0, 1);
    if (!(place.node() instanceof Node.Directory directory)) {
      throw Errno.NOTDIR.exception();
    }
    if (place.isStart()) {
      throw Errno.INVAL.exception();
    }
    if (!directory.children().isEmpty()) {
      throw Errno.NOTEMPTY.exception();
    }
    files.remove(place);
  }

  private void unlink(Call call) {
    FileTree.Place place = place(call, 0, 1);
    if (place.node() instanceof Node.Directory) {
      throw Errno.ISDIR.exception();
    }
    files.remove(place);
  }

  private void rename(Call call) {
    FileTree.Place from = place(call, 0, 1);
    FileTree.Place to = place(call, 3, 4);
    from.node();
    if (from.isStart() || to.isStart()) {
      throw Errno.INVAL.exception();
    }
    files.move(from, to);
  }
}
