package dev.codebeaker.nativeimage;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.stream.Stream;

/** The calls that a class's code makes, by method references too. */
final class Calls {
  private Calls() {}

  /**
   * @param from the name of the method that calls
   * @param to the class and the name of what it calls: {@code java/lang/Class.forName}
   */
  record Call(String from, String to) {}

  static Stream<Call> of(ClassModel one) {
    return one.methods().stream().flatMap(Calls::of);
  }

  private static Stream<Call> of(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .flatMap(Calls::to)
        .map(to -> new Call(method.methodName().stringValue(), to));
  }

  private static Stream<String> to(CodeElement element) {
    return switch (element) {
      case InvokeInstruction call ->
          Stream.of(name(call.owner().asInternalName(), call.name().stringValue()));
      case InvokeDynamicInstruction call ->
          call.invokedynamic().bootstrap().arguments().stream()
              .filter(MethodHandleEntry.class::isInstance)
              .map(argument -> ((MethodHandleEntry) argument).reference())
              .map(Calls::name);
      default -> Stream.empty();
    };
  }

  private static String name(MemberRefEntry member) {
    return name(member.owner().asInternalName(), member.name().stringValue());
  }

  private static String name(String owner, String method) {
    return owner + "." + method;
  }
}
