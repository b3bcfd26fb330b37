/// How class activation maps spread over what belongs together: a random walk whose steps are as likely
/// as the affinities of neighbouring cells are large.
///
/// Source: PSA (Ahn and Kwak 2018, arXiv 1803.10464), section 3.3, and IRN (Ahn et al. 2019,
/// arXiv 1904.05044), section 3.4.
public struct RandomWalk: Sendable, Hashable, Codable {
  /// Cells that are nearer than this are neighbours; in cells.
  public var radius = 5
  /// The power that affinities are raised to (β): the larger, the fewer ways lead across borders.
  public var exponent: Int
  /// The walk has two to this power steps.
  public var doublings = 8
  /// The power of 1 − the largest activation that is background's map (α), which walks with the
  /// others; nil for none.
  public var backgroundPower: Int?

  /// The background threshold to begin with for the maps that the walk makes: with a map for
  /// background, 0.5 is where a class exceeds it. No part of the walk.
  public var usualThreshold: Float

  /// The walk of PSA, with α = 16 and β = 8: a class is where it exceeds background.
  public static let psa = RandomWalk(exponent: 8, backgroundPower: 16, usualThreshold: 0.5)

  /// The walk of IRN, with β = 10 and a threshold rather than a map for background.
  ///
  /// Source: `run_sample.py`, `beta` and `sem_seg_bg_thres`.
  public static let irn = RandomWalk(exponent: 10, backgroundPower: nil, usualThreshold: 0.25)

  /// PSA's walk for `AffinityTraining.features`, whose backbone is frozen and whose training is short:
  /// α and β that were the best on the halves of scenes and of PASCAL VOC that no network had learnt
  /// from. α depends on how wide the maps are, β on how long was trained; choose both on held-out
  /// images where there are truths.
  public static let frozenFeatures = RandomWalk(
    exponent: 6, backgroundPower: 4, usualThreshold: 0.6)

  /// As above, IRN's walk for `AffinityTraining.boundaries`.
  public static let frozenBoundaries = RandomWalk(
    exponent: 24, backgroundPower: nil, usualThreshold: 0.3)

  public init(exponent: Int, backgroundPower: Int?, usualThreshold: Float = 0.5) {
    (self.exponent, self.backgroundPower) = (exponent, backgroundPower)
    self.usualThreshold = usualThreshold
  }
}

extension RandomWalk {
  /// What the walk depends on by name, in a fixed order: what a report lists and a cache key covers. No
  /// background map is the power 0.
  public var named: [(name: String, value: Double)] {
    [
      ("radius", Double(radius)), ("exponent", Double(exponent)),
      ("doublings", Double(doublings)), ("background power", Double(backgroundPower ?? 0)),
    ]
  }
}

extension RandomWalk {
  /// `maps`, `[maps, rows, columns]` on the affinities' grid, after the walk: their product with the
  /// transition matrix to the power 2^`doublings`. A map that is constant stays so.
  package func walk(
    _ maps: [Float], over affinities: Affinities, workers: Workers = .one
  ) -> [Float] {
    precondition(
      (0...20).contains(doublings) && exponent >= 0 && affinities.grid.radius == radius,
      "RandomWalk: \(self) over a grid of radius \(affinities.grid.radius)")
    return TransitionMatrix(affinities, exponent: exponent)
      .walk(maps, steps: 1 << doublings, workers: workers)
  }
}
