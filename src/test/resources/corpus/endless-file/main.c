#include <signal.h>
#include <stdio.h>

int main(void) {
  static char block[1 << 16];
  signal(SIGXFSZ, SIG_IGN);
  FILE *file = fopen("/workspace/big", "wb");
  for (int i = 0; i < 64; i++) {
    if (fwrite(block, 1, sizeof block, file) < sizeof block || fflush(file)) {
      puts("refused");
      return 0;
    }
  }
  puts("written");
}
