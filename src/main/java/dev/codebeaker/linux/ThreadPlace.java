package dev.codebeaker.linux;

import java.io.IOException;

/**
 * Where a thread is while it starts a program, which begins there too. To be called on platform
 * threads.
 */
public interface ThreadPlace {
  /** Where the thread is anyway. */
  ThreadPlace SAME =
      new ThreadPlace() {
        @Override
        public void enter() {}

        @Override
        public void leave() {}
      };

  /** Puts the calling thread there. */
  void enter() throws IOException;

  /** Puts the calling thread back to where the service is. */
  void leave() throws IOException;
}
