package dev.codebeaker.nativeimage;

import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;

/**
 * Does with the service's classes what the compiler of a native image does: initialises each of
 * them, except those that are left to the image. Here these can not be initialised at all.
 */
final class BuildTime extends ClassLoader {
  private static final ClassDesc ERROR = ClassDesc.of("java.lang.AssertionError");

  private final Map<String, ClassModel> classes;
  private final List<String> left;

  /**
   * @param classes by their internal names
   * @param left the beginnings of the names of what is initialised at run time
   */
  BuildTime(Map<String, ClassModel> classes, List<String> left) {
    super("build time", BuildTime.class.getClassLoader());
    this.classes = classes;
    this.left = left;
  }

  /** Initialised. */
  Class<?> initialised(String internalName) throws ClassNotFoundException {
    return Class.forName(internalName.replace('/', '.'), true, this);
  }

  /**
   * A name that is given is a class or a package: classes inside a class are named by themselves.
   */
  boolean isLeftToTheImage(String internalName) {
    String name = internalName.replace('/', '.');
    return left.stream().anyMatch(it -> name.equals(it) || name.startsWith(it + "."));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      ClassModel model = classes.get(name.replace('.', '/'));
      return model == null ? super.loadClass(name, resolve) : define(name, model);
    }
  }

  private Class<?> define(String name, ClassModel model) {
    byte[] bytes = bytes(model);
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] bytes(ClassModel model) {
    ClassTransform same = ClassTransform.ACCEPT_ALL;
    if (!isLeftToTheImage(model.thisClass().asInternalName())
        || model.flags().has(java.lang.reflect.AccessFlag.INTERFACE)) {
      return ClassFile.of().transformClass(model, same);
    }
    return ClassFile.of().transformClass(model, withoutInitialiser().andThen(refusing(model)));
  }

  private static ClassTransform withoutInitialiser() {
    return ClassTransform.dropping(
        element ->
            element instanceof MethodModel method
                && method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME));
  }

  private static ClassTransform refusing(ClassModel model) {
    String message = model.thisClass().asInternalName().replace('/', '.');
    return ClassTransform.endHandler(
        builder ->
            builder.withMethodBody(
                ConstantDescs.CLASS_INIT_NAME,
                MethodTypeDesc.of(CD_void),
                ClassFile.ACC_STATIC,
                code -> refuse(code, message + " is initialised at run time")));
  }

  private static void refuse(CodeBuilder code, String message) {
    code.new_(ERROR)
        .dup()
        .ldc(message)
        .invokespecial(
            ERROR, ConstantDescs.INIT_NAME, MethodTypeDesc.of(CD_void, ConstantDescs.CD_Object))
        .athrow();
  }
}
