package tercet.testing.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tercet.testing.testbed.cluster.Member;

/** A nemesis acts on imagined members while imagined time passes. */
final class NemesisTest {
  private static final int SEEDS = 500;
  private static final Duration LENGTH = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> SERVICES = List.of("gateway", "order", "stock", "payment");

  /** Time passes when the nemesis waits, and meanwhile the members' conditions are noted. */
  private static final class ImaginedStage implements LoadView {
    private final List<FakeMember> members;
    private final double overAt;
    private double now;

    ImaginedStage(List<FakeMember> members, double overAt) {
      this.members = members;
      this.overAt = overAt;
    }

    @Override
    public double now() {
      return now;
    }

    @Override
    public void pause(double seconds) {
      now += seconds;
      checkThatTheShopCanWork();
    }

    /** Of each role that several have one is well, and at most one database is not well. */
    private void checkThatTheShopCanWork() {
      Set<String> roles = new HashSet<>();
      members.forEach(member -> roles.addAll(member.roles()));
      for (String role : roles) {
        long there = members.stream().filter(member -> member.roles().contains(role)).count();
        long well =
            members.stream()
                .filter(member -> member.roles().contains(role) && member.isWell())
                .count();
        boolean isEnough = role.equals("database") ? well >= there - 1 : there == 1 || well >= 1;
        assertTrue(isEnough, () -> "%d of %d %s are well".formatted(well, there, role));
      }
    }

    @Override
    public boolean soldFrom(double at) {
      return now > at;
    }

    @Override
    public boolean isOver() {
      return now > overAt;
    }
  }

  @Test
  void whatIsDrawnLeavesOneOfEachRoleAndAllDatabasesButOne() {
    Set<Action> done = new HashSet<>();
    int pairs = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<FakeMember> members = drawCluster(random);
      ImaginedStage stage = new ImaginedStage(members, Double.MAX_VALUE);
      Nemesis nemesis = nemesis(members, stage, random);
      nemesis.strike(ChaosPlan.random(List.copyOf(members), LENGTH, seed), Double.MAX_VALUE);
      assertEquals(List.of(), nemesis.findings(), "seed " + seed);
      assertTrue(nemesis.strikes().size() > 20, "seed " + seed);
      for (InjectedFault strike : nemesis.strikes()) {
        done.add(strike.action());
        pairs += strike.members().size() - 1;
      }
    }
    assertEquals(Set.of(Action.values()), done);
    assertTrue(pairs > SEEDS, pairs + " pairs");
  }

  @Test
  void sameSeedDrawsTheSame() {
    List<Member> members = List.copyOf(drawCluster(new SplittableRandom(1)));
    assertEquals(ChaosPlan.random(members, LENGTH, 7), ChaosPlan.random(members, LENGTH, 7));
    assertNotEquals(ChaosPlan.random(members, LENGTH, 7), ChaosPlan.random(members, LENGTH, 8));
    ChaosPlan drawn = ChaosPlan.random(members, LENGTH, 7);
    assertEquals(drawn, ChaosPlan.parse(drawn.toString()));
  }

  @Test
  void rolesMeanDifferentMembersWhoRun() {
    SplittableRandom random = new SplittableRandom(3);
    List<FakeMember> members =
        List.of(
            new FakeMember("one", Set.of("order"), random),
            new FakeMember("two", Set.of("order"), random),
            new FakeMember("three", Set.of("stock"), random));
    // Two of two orders is more than the cluster bears, but a person may ask for it.
    ImaginedStage stage = new ImaginedStage(List.of(), Double.MAX_VALUE);
    Nemesis nemesis = nemesis(members, stage, random);
    nemesis.strike(ChaosPlan.parse("kill order, order\nkill order, three"), Double.MAX_VALUE);
    assertEquals(List.of(), nemesis.findings());
    assertEquals(Set.of("one", "two"), Set.copyOf(nemesis.strikes().getFirst().members()));
    assertEquals("three", nemesis.strikes().getLast().members().getLast());
  }

  @Test
  void faultsComeAtTheirTimeOrWhenAllAreWell() {
    SplittableRandom random = new SplittableRandom(3);
    List<FakeMember> members = List.of(new FakeMember("one", Set.of("order"), random));
    Nemesis nemesis = nemesis(members, new ImaginedStage(members, Double.MAX_VALUE), random);
    nemesis.strike(
        ChaosPlan.parse("at 10s pause one for 2s\nat 11s pause one\nafter 3s pause one"), 30);
    List<InjectedFault> strikes = nemesis.strikes();
    assertEquals(10, strikes.get(0).at(), 0.2);
    assertEquals(12, strikes.get(0).healedAt(), 0.2);
    assertEquals(12, strikes.get(1).at(), 0.5);
    assertEquals(20, strikes.get(2).at(), 0.7);
  }

  @Test
  void whatComesTooLateIsLeftOut() {
    SplittableRandom random = new SplittableRandom(3);
    List<FakeMember> members = List.of(new FakeMember("one", Set.of("order"), random));
    Nemesis nemesis = nemesis(members, new ImaginedStage(members, Double.MAX_VALUE), random);
    nemesis.strike(ChaosPlan.parse("at 10s slow one for 2s\nat 20s kill one"), 20);
    assertEquals(List.of("slow one"), nemesis.strikes().stream().map(InjectedFault::what).toList());
    assertEquals(List.of(), nemesis.findings());
  }

  @Test
  void loadThatEndsBeforeThePlanIsAFinding() {
    SplittableRandom random = new SplittableRandom(3);
    List<FakeMember> members = List.of(new FakeMember("one", Set.of("order"), random));
    Nemesis nemesis = nemesis(members, new ImaginedStage(members, 5), random);
    nemesis.strike(ChaosPlan.parse("at 10s kill one"), Double.MAX_VALUE);
    assertEquals(List.of(), nemesis.strikes());
    assertTrue(nemesis.findings().getFirst().startsWith("The load was over before"));
  }

  private static Nemesis nemesis(List<FakeMember> members, LoadView stage, RandomGenerator random) {
    return new Nemesis(List.copyOf(members), stage, PATIENCE, random, line -> {}, fault -> {});
  }

  /** One to three members per service, some with several roles, and up to three databases. */
  private static List<FakeMember> drawCluster(RandomGenerator random) {
    List<FakeMember> members = new ArrayList<>();
    for (String service : SERVICES) {
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        Set<String> roles = new HashSet<>(Set.of(service));
        if (random.nextInt(3) == 0) {
          roles.add(SERVICES.get(random.nextInt(SERVICES.size())));
        }
        members.add(new FakeMember(service + "-" + i, roles, random));
      }
    }
    int databases = random.nextInt(4);
    for (int i = 0; i < databases; i++) {
      Set<String> roles = Set.of("database", i == 0 ? "primary" : "standby");
      members.add(new FakeMember("database-" + i, roles, random));
    }
    return members;
  }
}
