package tercet.e2e.process;

import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tercet.runtime.codec.ByteReader;
import tercet.runtime.codec.ByteWriter;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.runtime.codec.EnvelopeCodec;
import tercet.runtime.codec.MalformedBytesException;
import tercet.runtime.codec.RecordCodec;

/**
 * The program that was built last, or a variant with a few changed classes in front of its class
 * path. The changed classes are made from the program's own.
 */
final class ChangedBuild {
  private static final ClassDesc WRITER = desc(ByteWriter.class);
  private static final ClassDesc READER = desc(ByteReader.class);
  private static final ClassDesc MALFORMED = desc(MalformedBytesException.class);
  private static final ClassDesc BATCH_WRITER = desc(EnvelopeBatch.Writer.class);

  private static final long HEADER_FIELDS = 2;

  /** As a number, no type of envelope and no header field; as text, one byte. */
  private static final char UNKNOWN = '~';

  private final String classPath;

  private ChangedBuild(String classPath) {
    this.classPath = classPath;
  }

  /** The program as it is. */
  static ChangedBuild same() {
    return new ChangedBuild(ShopProcess.home().resolve("lib") + "/*");
  }

  /**
   * A later version: it writes one more field at the end of every record and every envelope, one
   * more field in the header of every batch, and one envelope of a new type in every batch. It
   * reads none of these.
   *
   * @param folder for its classes
   */
  static ChangedBuild newer(Path folder) {
    change(folder, RecordCodec.class, ChangedBuild::oneMoreField);
    change(folder, EnvelopeCodec.class, ChangedBuild::oneMoreField);
    change(folder, EnvelopeBatch.Writer.class, ChangedBuild::fullerBatches);
    return inFront(folder);
  }

  /** A version that breaks the rule: it takes one more field for malformed bytes. */
  static ChangedBuild strict(Path folder) {
    change(folder, RecordCodec.class, ChangedBuild::nothingMayBeLeft);
    change(folder, EnvelopeCodec.class, ChangedBuild::nothingMayBeLeft);
    return inFront(folder);
  }

  private static ChangedBuild inFront(Path folder) {
    return new ChangedBuild(folder + File.pathSeparator + same().classPath);
  }

  /** The class path, as {@code java -cp} takes it. */
  String classPath() {
    return classPath;
  }

  // --- Changes; each counts the places where it was made ---

  private static ClassTransform oneMoreField(AtomicInteger places) {
    return inPublic(
        "write",
        (code, element) -> {
          if (element instanceof ReturnInstruction) {
            places.incrementAndGet();
            call(code.aload(0).loadConstant((long) UNKNOWN), "writeFixed", CD_long);
          }
          code.with(element);
        });
  }

  private static ClassTransform nothingMayBeLeft(AtomicInteger places) {
    return inPublic(
        "read",
        (code, element) -> {
          if (element instanceof ReturnInstruction) {
            places.incrementAndGet();
            Label allRead = code.newLabel();
            code.aload(0)
                .invokevirtual(READER, "remaining", MethodTypeDesc.of(CD_int))
                .ifeq(allRead);
            code.new_(MALFORMED).dup().loadConstant("one more field");
            code.invokespecial(MALFORMED, "<init>", MethodTypeDesc.of(CD_void, CD_String)).athrow();
            code.labelBinding(allRead);
          }
          code.with(element);
        });
  }

  /** Writes one more header field after the last one and, after the header, an envelope. */
  private static ClassTransform fullerBatches(AtomicInteger places) {
    return inPublic(
        "clear",
        (code, element) -> {
          if (element instanceof ConstantInstruction constant
              && constant.constantValue().equals(HEADER_FIELDS)) {
            places.incrementAndGet();
            code.loadConstant(HEADER_FIELDS + 1);
            return;
          }
          code.with(element);
          if (element instanceof InvokeInstruction call
              && call.name().equalsString("writeString")) {
            places.incrementAndGet();
            call(batch(code).loadConstant((int) UNKNOWN), "writeByte", CD_int);
            call(batch(code).loadConstant("a header field"), "writeString", CD_String);
            call(batch(code).loadConstant(UNKNOWN + " is its type"), "writeString", CD_String);
          }
        });
  }

  private static CodeBuilder batch(CodeBuilder code) {
    return code.aload(0).getfield(BATCH_WRITER, "batch", WRITER);
  }

  private static void call(CodeBuilder code, String method, ClassDesc parameter) {
    code.invokevirtual(WRITER, method, MethodTypeDesc.of(CD_void, parameter));
  }

  private static ClassTransform inPublic(String name, CodeTransform change) {
    return ClassTransform.transformingMethodBodies(
        method -> method.methodName().equalsString(name) && method.flags().has(AccessFlag.PUBLIC),
        change);
  }

  // --- Class files ---

  private static void change(
      Path folder, Class<?> type, Function<AtomicInteger, ClassTransform> change) {
    String file = type.getName().replace('.', '/') + ".class";
    AtomicInteger places = new AtomicInteger();
    ClassFile classes = ClassFile.of();
    byte[] changed = classes.transformClass(classes.parse(classFile(file)), change.apply(places));
    if (places.get() == 0) {
      throw new IllegalStateException("nothing to change in " + type);
    }
    try {
      Path target = folder.resolve(file);
      Files.createDirectories(target.getParent());
      Files.write(target, changed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] classFile(String file) {
    Path libraries = ShopProcess.home().resolve("lib");
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(libraries, "tercet-*.jar")) {
      for (Path jar : jars) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          ZipEntry entry = zip.getEntry(file);
          if (entry != null) {
            return zip.getInputStream(entry).readAllBytes();
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("the program has no " + file);
  }

  private static ClassDesc desc(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }
}
