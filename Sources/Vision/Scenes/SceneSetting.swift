/// Where a scene is set. A class is mostly met in its home setting, so that a classifier may take
/// the setting for the class: water for a boat, rails for a train.
public enum SceneSetting: String, CaseIterable, Sendable, Codable {
  case meadow, sea, sky, street, railway, table, room, forest

  /// The classes at home here.
  public var residents: [SceneClass] {
    switch self {
    case .meadow: [.cow, .bird]
    case .sea: [.boat]
    case .sky: [.aeroplane]
    case .street: [.car]
    case .railway: [.train]
    case .table: [.bottle, .teapot]
    case .room: [.cat]
    case .forest: [.mushroom, .bird]
    }
  }

  /// The height of the horizon, or of the edge of table or floor, as a share of the picture's.
  var horizon: Double {
    switch self {
    case .meadow, .street: 0.42
    case .sea, .railway: 0.45
    case .sky: 0.86
    case .table: 0.5
    case .room: 0.58
    case .forest: 0.38
    }
  }

  /// Where objects stand, as shares of the picture's height.
  var feet: (back: Double, front: Double) {
    switch self {
    case .sky: (0.3, 0.86)
    case .railway: (0.72, 0.94)
    default: (horizon + 0.14, 0.97)
    }
  }

  static func homes(of kind: SceneClass) -> [SceneSetting] {
    allCases.filter { $0.residents.contains(kind) }
  }
}
