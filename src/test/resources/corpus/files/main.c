#include <stdio.h>
#include <sys/stat.h>

int main(void) {
  mkdir("/workspace/data", 0777);
  FILE *note = fopen("data/note.txt", "w");
  fputs("kept\n", note);
  fclose(note);
  char line[16];
  note = fopen("/workspace/data/note.txt", "r");
  fputs(fgets(line, sizeof line, note), stdout);
  fclose(note);
}
