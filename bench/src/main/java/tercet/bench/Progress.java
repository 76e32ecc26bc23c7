package tercet.bench;

/** Hears what a benchmark is doing, line by line. */
interface Progress {
  void say(String line);

  void round(Round round);
}
