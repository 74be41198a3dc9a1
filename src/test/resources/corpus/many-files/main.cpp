#include <fstream>
#include <iostream>
#include <string>

int main() {
  bool made = true;
  for (int i = 0; i < 200 && made; i++) made = bool(std::ofstream("/workspace/" + std::to_string(i)));
  std::cout << (made ? "made\n" : "refused\n");
}
