/// Where a scene takes place. Classes live in few habitats, so that a classifier may take the
/// surroundings for the object, as with boats and water.
enum Habitat: CaseIterable, Sendable {
  case meadow, lake, forest, street, kitchen, reef, hills

  /// The classes that occur here, the most typical first.
  var residents: [SceneClass] {
    switch self {
    case .meadow: [.cow, .house, .bird, .cat]
    case .lake: [.boat, .balloon]
    case .forest: [.mushroom, .bird, .cat]
    case .street: [.car, .cat]
    case .kitchen: [.teapot, .cat, .mushroom]
    case .reef: [.fish]
    case .hills: [.balloon, .house, .bird]
    }
  }

  /// Where the ground ends, as a share of the image's height.
  var horizon: ClosedRange<Float> {
    switch self {
    case .meadow: 0.34...0.48
    case .lake: 0.42...0.56
    case .forest: 0.3...0.42
    case .street: 0.4...0.52
    case .kitchen: 0.46...0.58
    case .reef: 0.72...0.84
    case .hills: 0.6...0.74
    }
  }

  /// Radius in pixels by which what is behind the objects is out of focus.
  var softness: Int { self == .kitchen || self == .forest ? 2 : 1 }
}

extension SceneClass {
  /// The habitats of the class, the typical one three times as likely as each other one.
  func habitat(_ generator: inout SplitMix64) -> Habitat {
    let homes = Habitat.allCases.filter { $0.residents.contains(self) }
    let typical = homes.filter { $0.residents.first == self }
    let choices = homes + typical + typical
    return choices[generator.index(below: choices.count)]
  }
}
