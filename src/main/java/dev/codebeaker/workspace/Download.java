package dev.codebeaker.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;

/** A file being read out. It stays readable when the session closes; close it. */
public final class Download implements AutoCloseable {
  private final InputStream content;
  private final long length;

  Download(SeekableByteChannel file) throws IOException {
    this.length = file.size();
    this.content = Channels.newInputStream(file);
  }

  /** How long it was when it was opened; code that runs meanwhile may change it. */
  public long length() {
    return length;
  }

  public InputStream content() {
    return content;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
