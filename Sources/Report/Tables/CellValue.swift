extension Table.Cell {
  /// The raw value at full precision, for ordering and export: rates and differences as fractions,
  /// not percent; nil for text and for what is absent or not finite.
  public var rawValue: Double? {
    let value: Double? =
      switch self {
      case .text, .none: nil
      case .count(let count): Double(count)
      case .rate(let rate): rate
      case .difference(let value, _, _): value
      case .number(let number, _, _): number
      }
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  var isText: Bool {
    if case .text = self { true } else { false }
  }
}
