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

  /// The walk of PSA, with α = 16 and β = 8.
  public static let psa = RandomWalk(exponent: 8, backgroundPower: 16)

  /// The walk of IRN, with β = 10 and a threshold rather than a map for background.
  public static let irn = RandomWalk(exponent: 10, backgroundPower: nil)

  /// The background threshold that the authors take for the maps that the walk makes: with a map
  /// for background, where a class exceeds it; without one, IRN's 0.25 of the largest value.
  public var usualThreshold: Float { backgroundPower == nil ? 0.25 : 0.5 }

  public init(exponent: Int, backgroundPower: Int?) {
    (self.exponent, self.backgroundPower) = (exponent, backgroundPower)
  }
}

extension RandomWalk {
  /// Every field by name, in a fixed order: what a report lists and a cache key covers. No background
  /// map is the power 0.
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
