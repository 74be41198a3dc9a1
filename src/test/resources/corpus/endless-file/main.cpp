#include <fstream>
#include <iostream>
#include <string>

int main() {
  std::ofstream file("/workspace/big", std::ios::binary);
  std::string block(1 << 16, 'x');
  for (int i = 0; i < 64 && file; i++) file << block << std::flush;
  std::cout << (file ? "written\n" : "refused\n");
}
