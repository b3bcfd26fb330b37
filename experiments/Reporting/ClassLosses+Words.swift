import Vision

/// What causes of losses are called.
extension ClassLosses.Cause {
  /// URL-safe and stable.
  var id: String {
    switch self {
    case .missedUnreachable: "no-mask"
    case .missedNotTaken: "not-taken"
    case .missedLost: "lost"
    case .wrongFromSeed: "from-seed"
    case .wrongAdded: "added"
    case .boundary: "contours"
    }
  }

  var words: String {
    switch self {
    case .missedUnreachable: "missed, no mask"
    case .missedNotTaken: "missed, mask not taken"
    case .missedLost: "lost from the seed"
    case .wrongFromSeed: "wrong in the seed"
    case .wrongAdded: "added by the rule"
    case .boundary: "along contours"
    }
  }

  var title: String { words.prefix(1).uppercased() + words.dropFirst() }

  var explanation: String {
    switch self {
    case .missedUnreachable: "the seed misses the pixels and no mask offers them to their class"
    case .missedNotTaken:
      "the seed misses the pixels, and the rule did not take a mask that offers them"
    case .missedLost: "the seed had the pixels and the rule took them away"
    case .wrongFromSeed: "the seed gave the pixels to a wrong class and the rule kept them"
    case .wrongAdded: "the rule gave the pixels to a wrong class"
    case .boundary: "missed or wrong within 2 % of the diagonal of the class’ true contour"
    }
  }
}
