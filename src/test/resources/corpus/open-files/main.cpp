#include <fstream>
#include <iostream>
#include <string>
#include <vector>

int main() {
  std::vector<std::ofstream> kept;
  for (int i = 0; i < 200; i++) {
    kept.emplace_back("/workspace/" + std::to_string(i));
    if (!kept.back()) {
      std::cout << "refused\n";
      return 0;
    }
  }
  std::cout << "opened\n";
}
