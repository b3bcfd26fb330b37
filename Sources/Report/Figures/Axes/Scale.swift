import Glibc

/// Maps values to [0, 1] along an axis, linearly or by logarithm.
package struct Scale: Sendable, Hashable {
  package let kind: Axis.Kind
  package let lower: Double
  package let upper: Double

  /// The bounds must be finite and apart, and positive on a logarithmic scale.
  init(_ kind: Axis.Kind, from lower: Double, to upper: Double) {
    precondition(
      lower.isFinite && upper.isFinite && lower < upper && (kind == .linear || lower > 0),
      "Scale: \(kind) \(lower)...\(upper)")
    (self.kind, self.lower, self.upper) = (kind, lower, upper)
  }

  /// 0 at `lower`, 1 at `upper`, beyond them outside; nil for what the scale cannot show.
  package func fraction(of value: Double) -> Double? {
    guard value.isFinite else { return nil }
    switch kind {
    case .linear: return (value - lower) / (upper - lower)
    case .logarithmic:
      guard value > 0 else { return nil }
      return log10(value / lower) / log10(upper / lower)
    }
  }

  /// Bounds for `axis` over `values`, before ticks: finite, apart, and within what its kind shows.
  static func bounds(of axis: Axis, over values: [Double]) -> (lower: Double, upper: Double) {
    if case .fixed(let lower, let upper) = axis.extent, lower < upper,
      lower.isFinite, upper.isFinite, axis.kind == .linear || lower > 0
    {
      return (lower, upper)
    }
    // Beyond ±1e150 differences and squares of differences would overflow.
    let shown = (values + axis.including).filter {
      abs($0) < 1e150 && (axis.kind == .linear || $0 > 1e-150)
    }
    guard let lower = shown.min(), let upper = shown.max() else {
      return axis.kind == .linear ? (0, 1) : (1, 10)
    }
    // Values that differ only by rounding are one value.
    if upper - lower > max(abs(lower), abs(upper)) * 1e-12 { return (lower, upper) }
    switch axis.kind {
    case .linear: return lower == 0 ? (0, 1) : (lower - abs(lower) * 0.1, upper + abs(upper) * 0.1)
    case .logarithmic: return (lower / 2, upper * 2)
    }
  }
}
