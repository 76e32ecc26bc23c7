package tercet.server.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tercet.server.config.StoreChoice;
import tercet.store.postgres.PostgresSettings;

/** Options of a store on PostgreSQL. */
final class PostgresOptions {
  @Option(
      names = "--postgres-url",
      paramLabel = "URL",
      description = "jdbc:postgresql://host,host/database; the primary among them is used.")
  private String url = "jdbc:postgresql://127.0.0.1:5432/tercet";

  @Option(names = "--postgres-user", paramLabel = "NAME", description = "Database user.")
  private String user = "tercet";

  @Option(
      names = "--postgres-password",
      paramLabel = "TEXT",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "Better set as TERCET_POSTGRES_PASSWORD: others can read command lines.")
  private String password = "";

  @Option(
      names = "--postgres-password-file",
      paramLabel = "FILE",
      description = "File with the password; read for each connection, so it can be changed.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--postgres-schema",
      paramLabel = "NAME",
      description = "Schema of the records; made if it is missing.")
  private String schema = "tercet";

  @Option(
      names = "--postgres-runs",
      paramLabel = "N",
      description =
          "Runs of a commit that conflicts with others, before its batch is made smaller.")
  private int runsMax = PostgresSettings.RUNS_MAX;

  StoreChoice choice() {
    return new StoreChoice.Postgres(url, user, password, passwordFile, schema, runsMax);
  }
}
