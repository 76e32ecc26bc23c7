package tercet.e2e.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * A module of the build and everything that it may depend on besides itself, the JDK and the
 * annotations for null.
 *
 * <p>The poms already make most wrong directions uncompilable; the table also catches what comes in
 * through a dependency of a dependency, and a new line in a pom shows up as a new line here.
 *
 * @param root the package above all packages of the module
 * @param mayUse the roots of the packages that it may depend on
 */
record Layer(String root, List<String> mayUse) {
  static final Layer KERNEL = layer("tercet.kernel");

  static final List<Layer> ALL =
      List.of(
          KERNEL,
          layer("tercet.runtime", "tercet.kernel", "org.jctools"),
          layer(
              "tercet.testing.contract",
              "tercet.kernel",
              "tercet.runtime",
              "tercet.testing.testbed",
              "org.junit"),
          layer("tercet.testing.simulator", "tercet.kernel", "tercet.runtime", "picocli"),
          layer("tercet.store.rocksdb", "tercet.kernel", "tercet.runtime", "org.rocksdb"),
          layer("tercet.transport.http", "tercet.runtime", "io.helidon"),
          layer("tercet.transport.grpc", "tercet.runtime", "io.grpc"),
          layer(
              "tercet.transport.rabbitmq",
              "tercet.kernel",
              "tercet.runtime",
              "javax.net",
              "com.rabbitmq.client"),
          layer(
              "tercet.transport.kafka",
              "tercet.kernel",
              "tercet.runtime",
              "org.apache.kafka",
              "javax.security.auth"),
          layer(
              "tercet.store.postgres",
              "tercet.kernel",
              "tercet.runtime",
              "javax.sql",
              "com.zaxxer.hikari",
              "org.flywaydb",
              "org.postgresql"),
          layer("tercet.driver.redis", "redis.clients.jedis"),
          layer(
              "tercet.store.redis",
              "tercet.kernel",
              "tercet.runtime",
              "tercet.driver.redis",
              "redis.clients.jedis"),
          layer(
              "tercet.transport.redis",
              "tercet.kernel",
              "tercet.runtime",
              "tercet.driver.redis",
              "redis.clients.jedis"),
          layer(
              "tercet.gateway",
              "tercet.kernel",
              "tercet.runtime",
              "io.helidon",
              "com.fasterxml.jackson",
              "io.micrometer",
              "io.prometheus"),
          layer("tercet.telemetry", "tercet.kernel", "tercet.runtime", "io.opentelemetry"),
          layer("tercet.testing.testbed"),
          layer("tercet.testing.verifier", "org.HdrHistogram", "com.fasterxml.jackson"),
          layer("tercet.testing.chaos", "tercet.testing.testbed", "tercet.testing.verifier"),
          layer(
              "tercet.server",
              "tercet.kernel",
              "tercet.runtime",
              "tercet.store.rocksdb",
              "tercet.store.postgres",
              "tercet.store.redis",
              "tercet.driver.redis",
              "tercet.transport.redis",
              "tercet.transport.rabbitmq",
              "tercet.transport.http",
              "tercet.transport.grpc",
              "tercet.transport.kafka",
              "tercet.gateway",
              "tercet.telemetry",
              "picocli"),
          layer(
              "tercet.tools",
              "tercet.kernel",
              "tercet.server",
              "tercet.testing.simulator",
              "tercet.testing.testbed",
              "tercet.testing.verifier",
              "tercet.testing.chaos",
              "picocli"),
          layer(
              "tercet.e2e",
              "tercet",
              "com.sun.net.httpserver",
              "io.opentelemetry.proto",
              "com.google.protobuf",
              "com.tngtech.archunit",
              "org.junit",
              "org.HdrHistogram",
              "org.rocksdb"));

  Layer {
    mayUse = List.copyOf(mayUse);
  }

  private static Layer layer(String root, String... mayUse) {
    return new Layer(root, List.of(mayUse));
  }

  /** The packages of this module, in ArchUnit's notation. */
  String packages() {
    return root + "..";
  }

  ArchRule dependsOnlyOnWhatItMay() {
    return classes()
        .that()
        .resideInAPackage(packages())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    // A primitive type and an array of them are in the package without a name.
                    Stream.of(
                        "",
                        "java..",
                        "javax.net.ssl..",
                        "javax.security..",
                        "org.jspecify.annotations..",
                        packages()),
                    mayUse.stream().map(used -> used + ".."))
                .toArray(String[]::new));
  }
}
