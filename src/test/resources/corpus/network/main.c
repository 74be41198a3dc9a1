#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void) {
  struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(8080)};
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int s = socket(AF_INET, SOCK_STREAM, 0);
  puts(s >= 0 && connect(s, (struct sockaddr *)&there, sizeof there) == 0 ? "connected" : "refused");
}
