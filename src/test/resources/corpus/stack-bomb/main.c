int down(volatile int *above) {
  volatile int here = *above + 1;
  return down(&here) + here;
}

int main(void) {
  volatile int top = 0;
  return down(&top);
}
