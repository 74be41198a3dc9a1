#include <iostream>

int main() {
  std::cin.get();
}
