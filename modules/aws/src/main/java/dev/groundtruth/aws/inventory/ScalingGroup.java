package dev.groundtruth.aws.inventory;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An Auto Scaling group.
 *
 * @param name its name
 * @param min how many instances it has at least
 * @param desired how many it shall have
 * @param max how many it has at most
 * @param members its instances
 */
public record ScalingGroup(String name, int min, int desired, int max, List<Member> members) {

  /**
   * An instance of an Auto Scaling group.
   *
   * @param instanceId its id
   * @param zone its availability zone
   * @param lifecycle such as {@code InService} or {@code Pending}, see <a
   *     href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html">the
   *     lifecycle</a>
   * @param isHealthy whether the group takes it for healthy
   */
  public record Member(String instanceId, String zone, String lifecycle, boolean isHealthy) {}

  /**
   * Keeps a copy of the list.
   *
   * @param name its name
   * @param min how many instances it has at least
   * @param desired how many it shall have
   * @param max how many it has at most
   * @param members its instances
   */
  public ScalingGroup {
    members = List.copyOf(members);
  }

  /**
   * How it is spread.
   *
   * @return how many healthy instances are in service in each availability zone in which one is
   */
  public Map<String, Long> inServiceByZone() {
    return members.stream()
        .filter(member -> member.isHealthy() && member.lifecycle().equals("InService"))
        .map(Member::zone)
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }
}
