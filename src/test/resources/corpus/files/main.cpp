#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

int main() {
  std::filesystem::create_directories("/workspace/data");
  std::ofstream("data/note.txt") << "kept\n";
  std::string line;
  std::ifstream note("/workspace/data/note.txt");
  std::getline(note, line);
  std::cout << line << "\n";
}
