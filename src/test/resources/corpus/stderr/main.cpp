#include <iostream>

int main() {
  std::cout << "out\n";
  std::cerr << "err\n";
}
