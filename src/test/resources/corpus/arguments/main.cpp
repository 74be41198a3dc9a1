#include <iostream>

int main(int count, char **words) {
  for (int i = 1; i < count; i++) std::cout << words[i] << "\n";
}
