/// A small seeded generator whose numbers are the same on every machine.
///
/// Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014
/// (SplitMix64).
struct SceneRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64, stream: UInt64 = 0) {
    state = seed ^ Self.mixed(stream &+ 0x9E37_79B9_7F4A_7C15)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in `[low, high)`.
  mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * Double(next() >> 11) * 0x1p-53
  }

  mutating func chance(_ probability: Double) -> Bool { uniform(0, 1) < probability }

  /// Uniform in `0..<count`; `count` must be positive.
  mutating func index(_ count: Int) -> Int { Int(uniform(0, Double(count))) }

  /// One of `choices`, which must not be empty.
  mutating func pick<T>(_ choices: [T]) -> T { choices[index(choices.count)] }
}
