#include <stdio.h>

int main(void) {
  for (int i = 0; i < 200; i++) {
    char name[32];
    snprintf(name, sizeof name, "/workspace/%d", i);
    FILE *file = fopen(name, "w");
    if (!file) {
      puts("refused");
      return 0;
    }
  }
  puts("opened");
}
