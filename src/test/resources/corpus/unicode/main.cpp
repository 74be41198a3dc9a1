#include <iostream>

int main() {
  std::cout << "żółw 🐢 日本\n";
}
