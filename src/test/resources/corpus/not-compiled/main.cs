class Program {
  static void Main() {
    misspelt();
  }
}
