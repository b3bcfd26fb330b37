/// What is drawn in the scenes. Each class has a part of its own look, named first, and plain parts
/// whose colours any class may have: a classifier need only learn the first.
enum SceneClass: UInt8, CaseIterable, Sendable {
  case balloon = 1
  case bird, boat, car, cat, cow, fish, house, mushroom, teapot

  var name: String { "\(self)" }

  /// The distinctive part first.
  var parts: [String] {
    switch self {
    case .balloon: ["basket", "envelope", "ropes"]
    case .bird: ["head", "body", "wing", "tail", "legs"]
    case .boat: ["sails", "hull", "mast"]
    case .car: ["wheels", "body", "cabin"]
    case .cat: ["head", "body", "tail"]
    case .cow: ["head", "body", "legs", "tail"]
    case .fish: ["head", "body", "fins", "tail"]
    case .house: ["roof", "walls", "chimney"]
    case .mushroom: ["cap", "stem"]
    case .teapot: ["spout", "body", "handle", "lid"]
    }
  }

  func figure(_ generator: inout SplitMix64) -> Figure {
    switch self {
    case .balloon: .balloon(&generator)
    case .bird: .bird(&generator)
    case .boat: .boat(&generator)
    case .car: .car(&generator)
    case .cat: .cat(&generator)
    case .cow: .cow(&generator)
    case .fish: .fish(&generator)
    case .house: .house(&generator)
    case .mushroom: .mushroom(&generator)
    case .teapot: .teapot(&generator)
    }
  }

  /// Height of a near object over that of the image.
  var size: ClosedRange<Float> {
    switch self {
    case .balloon: 0.42...0.75
    case .bird: 0.34...0.58
    case .boat: 0.45...0.75
    case .car: 0.3...0.46
    case .cat: 0.42...0.66
    case .cow: 0.4...0.6
    case .fish: 0.24...0.44
    case .house: 0.46...0.74
    case .mushroom: 0.34...0.6
    case .teapot: 0.34...0.52
    }
  }

  /// Where its foot may stand, from 0 at the horizon to 1 at the bottom edge: large things are
  /// farther away. For what floats, a share of the image's height.
  var ground: ClosedRange<Float> {
    switch self {
    case .balloon: 0.48...0.86
    case .fish: 0.3...0.95
    case .house: 0.12...0.5
    case .boat, .car, .cow: 0.3...0.85
    case .bird, .cat, .mushroom, .teapot: 0.45...0.95
    }
  }

  var isFloating: Bool { self == .balloon || self == .fish }
}
