package dev.codebeaker.nativeimage;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.BasicBeanDescription;
import com.fasterxml.jackson.databind.introspect.BasicClassIntrospector;
import com.fasterxml.jackson.databind.introspect.ClassIntrospector;
import java.util.Set;
import java.util.TreeSet;

/** Notes the name of each class whose members Jackson asks for. */
final class Introspection extends BasicClassIntrospector {
  private static final long serialVersionUID = 1L;

  private final Set<String> asked = new TreeSet<>();

  /** A mapper that is noted, set up as another one. */
  ObjectMapper watching(ObjectMapper mapper) {
    ObjectMapper watched = mapper.copy();
    watched.setConfig(watched.getSerializationConfig().with(this));
    watched.setConfig(watched.getDeserializationConfig().with(this));
    return watched;
  }

  Set<String> asked() {
    return asked;
  }

  @Override
  public BasicBeanDescription forSerialization(
      SerializationConfig config, JavaType type, MixInResolver mixins) {
    note(type);
    return super.forSerialization(config, type, mixins);
  }

  @Override
  public BasicBeanDescription forDeserialization(
      DeserializationConfig config, JavaType type, MixInResolver mixins) {
    note(type);
    return super.forDeserialization(config, type, mixins);
  }

  @Override
  public BasicBeanDescription forCreation(
      DeserializationConfig config, JavaType type, MixInResolver mixins) {
    note(type);
    return super.forCreation(config, type, mixins);
  }

  @Override
  public ClassIntrospector copy() {
    return this;
  }

  private void note(JavaType type) {
    asked.add(type.getRawClass().getName());
  }
}
