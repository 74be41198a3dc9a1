#include <arpa/inet.h>
#include <iostream>
#include <sys/socket.h>

int main() {
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_port = htons(8080);
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int s = socket(AF_INET, SOCK_STREAM, 0);
  bool connected = s >= 0 && connect(s, reinterpret_cast<sockaddr *>(&there), sizeof there) == 0;
  std::cout << (connected ? "connected\n" : "refused\n");
}
