#include <stdio.h>

int main(void) {
  for (;;) printf("%01000d\n", 0);
}
