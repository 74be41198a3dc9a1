#include <stdio.h>

int main(void) {
  puts("out");
  fputs("err\n", stderr);
}
