package dev.codebeaker.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Every configuration key of the service, read from the sources of the {@code @ConfigMapping}
 * interfaces.
 */
public final class ConfigurationKeys {
  private static final String MAPPING = "ConfigMapping";
  private static final Path SOURCES = Path.of("src/main/java");

  /**
   * @param name with {@code <name>} where a map's key stands
   * @param type as the source spells it
   * @param fallback what holds where it is not set, empty if nothing does
   * @param meaning its Javadoc, as one line
   */
  public record Key(String name, String type, Optional<String> fallback, String meaning) {
    /** Empty where part of the name is the operator's own: such keys are set in a file. */
    public Optional<String> environmentVariable() {
      return name.contains("<") ? Optional.empty() : Optional.of(variable());
    }

    private String variable() {
      return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
  }

  /** One mapping: what its Javadoc says, and its keys in the order of the source. */
  public record Group(String prefix, String meaning, List<Key> keys) {}

  private final DocTrees docs;
  private final CompilationUnitTree unit;
  private final Map<String, CompilationUnitTree> units;
  private final Map<String, ClassTree> nested = new HashMap<>();

  private ConfigurationKeys(
      DocTrees docs, CompilationUnitTree unit, Map<String, CompilationUnitTree> units) {
    this.docs = docs;
    this.unit = unit;
    this.units = units;
  }

  public static List<Group> groups() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(mappings()));
      DocTrees docs = DocTrees.instance(task);
      Map<String, CompilationUnitTree> units = new HashMap<>();
      task.parse().forEach(unit -> units.put(type(unit).getSimpleName().toString(), unit));
      return units.values().stream()
          .map(unit -> new ConfigurationKeys(docs, unit, units))
          .filter(ConfigurationKeys::isMapping)
          .map(ConfigurationKeys::read)
          .sorted(Comparator.comparing(Group::prefix))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<Path> mappings() throws IOException {
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      return sources.filter(path -> path.toString().endsWith("Config.java")).sorted().toList();
    }
  }

  private static ClassTree type(CompilationUnitTree unit) {
    return (ClassTree) unit.getTypeDecls().getFirst();
  }

  private boolean isMapping() {
    return type(unit).getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().equals(MAPPING));
  }

  private Group read() {
    ClassTree mapping = type(unit);
    TreePath path = new TreePath(new TreePath(unit), mapping);
    String prefix = annotation(mapping.getModifiers().getAnnotations(), MAPPING).orElseThrow();
    List<Key> keys = new ArrayList<>();
    collect(path, prefix, keys);
    for (Tree inherited : mapping.getImplementsClause()) {
      CompilationUnitTree parent = units.get(inherited.toString());
      new ConfigurationKeys(docs, parent, units)
          .collect(new TreePath(new TreePath(parent), type(parent)), prefix, keys);
    }
    return new Group(prefix, meaning(path), keys);
  }

  private void collect(TreePath type, String prefix, List<Key> keys) {
    ClassTree tree = (ClassTree) type.getLeaf();
    for (Tree member : tree.getMembers()) {
      if (member instanceof ClassTree inner) {
        nested.put(inner.getSimpleName().toString(), inner);
      }
    }
    for (Tree member : tree.getMembers()) {
      if (member instanceof MethodTree method && method.getBody() == null) {
        collect(new TreePath(type, method), prefix, keys, type);
      }
    }
  }

  private void collect(TreePath path, String prefix, List<Key> keys, TreePath owner) {
    MethodTree method = (MethodTree) path.getLeaf();
    List<? extends AnnotationTree> annotations = method.getModifiers().getAnnotations();
    String name = name(prefix, method, annotations);
    Tree type = method.getReturnType();
    boolean isMap = type.toString().startsWith("Map<");
    String key = isMap ? name + ".<name>" : name;
    Optional<ClassTree> group = group(type);
    if (group.isPresent()) {
      collect(new TreePath(owner, group.get()), key, keys);
    } else {
      keys.add(new Key(key, shown(type), annotation(annotations, "WithDefault"), meaning(path)));
    }
  }

  private String name(
      String prefix, MethodTree method, List<? extends AnnotationTree> annotations) {
    if (annotations.stream().anyMatch(a -> a.toString().contains("WithParentName"))) {
      return prefix;
    }
    return prefix
        + "."
        + annotation(annotations, "WithName").orElseGet(() -> kebab(method.getName().toString()));
  }

  /** The nested interface a method leads to, directly or as the value of a map. */
  private Optional<ClassTree> group(Tree type) {
    Tree value =
        type instanceof ParameterizedTypeTree map ? map.getTypeArguments().getLast() : type;
    return Optional.ofNullable(nested.get(value.toString()))
        .filter(tree -> tree.getKind() == Tree.Kind.INTERFACE);
  }

  private String shown(Tree type) {
    Optional<ClassTree> words =
        Optional.ofNullable(nested.get(type.toString()))
            .filter(tree -> tree.getKind() == Tree.Kind.ENUM);
    if (words.isPresent()) {
      return words.get().getMembers().stream()
          .filter(VariableTree.class::isInstance)
          .map(member -> ((VariableTree) member).getName().toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(" | "));
    }
    return type.toString()
        .replaceAll("^Map<String, (.*)>$", "$1")
        .replaceAll("^Optional<(.*)>$", "$1")
        .replaceAll("\\b[a-z]+\\.", "");
  }

  private String meaning(TreePath path) {
    DocCommentTree comment = docs.getDocCommentTree(path);
    if (comment == null) {
      throw new IllegalStateException("no Javadoc: " + path.getLeaf());
    }
    return comment.getFullBody().stream()
        .map(Object::toString)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`")
        .replaceAll("</?[a-z]+>", "")
        .strip();
  }

  private Optional<String> annotation(List<? extends AnnotationTree> all, String name) {
    return all.stream()
        .filter(annotation -> annotation.getAnnotationType().toString().endsWith(name))
        .findFirst()
        .map(annotation -> constant(annotation.getArguments().getFirst()));
  }

  private String constant(ExpressionTree argument) {
    ExpressionTree value =
        argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
    return value instanceof LiteralTree text ? text.getValue().toString() : named(value);
  }

  /** The value of a constant of a class that is imported or in the same package. */
  private String named(ExpressionTree constant) {
    String[] parts = constant.toString().split("\\.");
    try {
      return Class.forName(qualified(parts[0])).getField(parts[1]).get(null).toString();
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("not a public constant: " + constant, failure);
    }
  }

  private String qualified(String simple) {
    return unit.getImports().stream()
        .map(imported -> imported.getQualifiedIdentifier().toString())
        .filter(name -> name.endsWith("." + simple))
        .findFirst()
        .orElse(unit.getPackageName() + "." + simple);
  }

  private static String kebab(String method) {
    return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
