package dev.codebeaker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the classic BPF of a system call filter. Each rule is a block that either returns or falls
 * through to the next with the call's number still loaded. The kernel remembers which numbers are
 * allowed whatever their arguments, so that the length costs the usual calls nothing.
 */
final class BpfProgram {
  private static final int INSTRUCTION_BYTES = 8;

  private static final int LOAD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_GREATER = 0x25;
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int AND = 0x54;
  private static final int RETURN = 0x06;

  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;
  private static final int ARGUMENT_BYTES = 8;

  private static final int ALLOW = 0x7fff0000;
  private static final int ASK = 0x7fc00000;
  private static final int ERRNO = 0x00050000;
  private static final int KILL_PROCESS = 0x80000000;

  /** An argument's lower half, of which the mask's bits count. */
  record Argument(int index, int mask) {}

  private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

  private final List<Instruction> program = new ArrayList<>();

  /** Another architecture's calls have other numbers: the filter would judge the wrong ones. */
  void killOtherThan(int architecture) {
    add(LOAD, ARCHITECTURE);
    program.add(new Instruction(JUMP_IF_EQUAL, 1, 0, architecture));
    add(RETURN, KILL_PROCESS);
    add(LOAD, NUMBER);
  }

  void refuseAbove(int number, int errno) {
    program.add(new Instruction(JUMP_IF_GREATER, 0, 1, number));
    add(RETURN, ERRNO | errno);
  }

  void refuse(int number, int errno) {
    program.add(new Instruction(JUMP_IF_EQUAL, 0, 1, number));
    add(RETURN, ERRNO | errno);
  }

  /** Leaves it to who listens to the filter; refused with ENOSYS when nobody does. */
  void ask(int number) {
    program.add(new Instruction(JUMP_IF_EQUAL, 0, 1, number));
    add(RETURN, ASK);
  }

  /** Refuses the call if its argument has one of the bits. */
  void refuseBits(int number, int argument, int bits, int errno) {
    program.add(new Instruction(JUMP_IF_EQUAL, 0, 4, number));
    add(LOAD, low(argument));
    program.add(new Instruction(JUMP_IF_ANY_BIT, 0, 1, bits));
    add(RETURN, ERRNO | errno);
    add(LOAD, NUMBER);
  }

  /** Refuses the call if its argument is one of the values. */
  void refuseValues(int number, Argument argument, int errno, int... values) {
    startOfValues(number, argument, values.length);
    for (int i = 0; i < values.length; i++) {
      int toRefusal = values.length - 1 - i;
      program.add(new Instruction(JUMP_IF_EQUAL, toRefusal, toRefusal == 0 ? 1 : 0, values[i]));
    }
    add(RETURN, ERRNO | errno);
    add(LOAD, NUMBER);
  }

  /** Refuses the call unless its argument is one of the values. */
  void refuseOtherValues(int number, Argument argument, int errno, int... values) {
    startOfValues(number, argument, values.length);
    for (int i = 0; i < values.length; i++) {
      program.add(new Instruction(JUMP_IF_EQUAL, values.length - i, 0, values[i]));
    }
    add(RETURN, ERRNO | errno);
    add(LOAD, NUMBER);
  }

  private void startOfValues(int number, Argument argument, int values) {
    program.add(new Instruction(JUMP_IF_EQUAL, 0, values + 4, number));
    add(LOAD, low(argument.index()));
    add(AND, argument.mask());
  }

  byte[] allowingTheRest() {
    add(RETURN, ALLOW);
    ByteBuffer bytes =
        ByteBuffer.allocate(program.size() * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
    for (Instruction instruction : program) {
      bytes.putShort((short) instruction.code());
      bytes.put((byte) instruction.ifTrue()).put((byte) instruction.ifFalse());
      bytes.putInt(instruction.operand());
    }
    return bytes.array();
  }

  /** Both architectures are little endian: the lower half of an argument comes first. */
  private static int low(int argument) {
    return ARGUMENTS + argument * ARGUMENT_BYTES;
  }

  private void add(int code, int operand) {
    program.add(new Instruction(code, 0, 0, operand));
  }
}
