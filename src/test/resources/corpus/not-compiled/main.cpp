// a comment
int main() {
  return misspelt;
}
