// a comment
int main(void) {
  return misspelt;
}
