/// The classes of the drawn scenes and their parts.
public enum SceneClass: UInt8, CaseIterable, Sendable, Codable {
  case aeroplane = 1
  case bird, boat, bottle, car, cat, cow, mushroom, teapot, train

  public var name: String { String(describing: self) }

  /// The names of the class's parts; the first one tells the class from others, the second is the
  /// plain body, which resembles other classes' bodies.
  public var partNames: [String] {
    switch self {
    case .aeroplane: ["tail", "fuselage", "wing", "engine"]
    case .bird: ["head", "body", "wing", "tail", "leg"]
    case .boat: ["sail", "hull", "mast"]
    case .bottle: ["label", "body", "neck", "cap"]
    case .car: ["wheel", "body", "cabin"]
    case .cat: ["head", "body", "leg", "tail"]
    case .cow: ["head", "body", "leg", "tail"]
    case .mushroom: ["cap", "stem"]
    case .teapot: ["spout", "body", "handle", "lid"]
    case .train: ["funnel", "body", "cab", "wheel"]
    }
  }

  /// The value in a part map of this class's part number `part`, counted from 0: ten values are
  /// reserved for each class.
  public func partLabel(_ part: Int) -> UInt8 {
    precondition(partNames.indices.contains(part), "SceneClass.partLabel: \(name), part \(part)")
    return rawValue * 10 + UInt8(part)
  }
}

public enum SceneClasses {
  /// Class names by label, background first.
  public static let names = ["background"] + SceneClass.allCases.map(\.name)
}
