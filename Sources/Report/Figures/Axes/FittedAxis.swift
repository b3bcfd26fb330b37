import Glibc

/// An axis with its bounds and labelled ticks settled for some data and a length on the page.
package struct FittedAxis: Sendable, Hashable {
  package struct Tick: Sendable, Hashable {
    package var value: Double
    package var label: String
  }

  package let axis: Axis
  package let scale: Scale
  package let ticks: [Tick]

  /// About `target` ticks; fewer where the axis has no room for nice ones.
  package init(_ axis: Axis, over values: [Double], about target: Int) {
    var (lower, upper) = Scale.bounds(of: axis, over: values)
    let positions =
      axis.kind == .logarithmic
      ? Self.decades(axis, &lower, &upper, about: target)
      : Self.steps(axis, &lower, &upper, about: target)
    self.init(axis, Scale(axis.kind, from: lower, to: upper), at: positions)
  }

  /// Exactly `count` ticks, for an axis opposite to one that has as many.
  init(_ axis: Axis, over values: [Double], matching count: Int) {
    let (lower, upper) = Scale.bounds(of: axis, over: values)
    guard axis.kind == .linear, axis.extent == .ticks, count >= 2 else {
      self.init(axis, over: values, about: count)
      return
    }
    let positions = NiceSteps.ticks(from: lower, to: upper, exactly: count)
    self.init(axis, Scale(.linear, from: positions[0], to: positions[count - 1]), at: positions)
  }

  /// The most ticks up to `most` whose labels fit, as `fits` judges the axis.
  init(_ axis: Axis, over values: [Double], atMost most: Int, where fits: (FittedAxis) -> Bool) {
    var best = FittedAxis(axis, over: values, about: max(2, most))
    for target in stride(from: max(2, most) - 1, through: 2, by: -1) where !fits(best) {
      best = FittedAxis(axis, over: values, about: target)
    }
    self = best
  }

  private init(_ axis: Axis, _ scale: Scale, at positions: [Double]) {
    self.axis = axis
    self.scale = scale
    let step = positions.count > 1 ? positions[1] - positions[0] : 0
    let digits = axis.style.digits(forStep: step)
    let shown = positions.map { $0 * axis.style.factor }
    let needsPowers = shown.contains { $0 >= 99_999 || $0 < 0.00099 }
    ticks = positions.map {
      let label =
        axis.kind == .logarithmic
        ? Self.logarithmicLabel($0, axis.style, inPowers: needsPowers)
        : axis.style.text($0, digits: digits)
      return Tick(value: $0, label: label)
    }
  }

  private static func steps(
    _ axis: Axis, _ lower: inout Double, _ upper: inout Double, about target: Int
  ) -> [Double] {
    let covering = axis.extent == .ticks
    var positions = NiceSteps.ticks(from: lower, to: upper, about: target, covering: covering)
    if axis.style == .count {
      let whole = positions.filter { $0 == $0.rounded() }
      if whole.count >= 2 { positions = whole }
    }
    // A short range may hold a single nice value, which tells nothing of the scale.
    if positions.count < 2 { positions = [lower, upper] }
    if covering { (lower, upper) = (positions[0], positions[positions.count - 1]) }
    return positions
  }

  /// Powers of ten; with 2 and 5 between them where few fit; nice steps below one decade.
  private static func decades(
    _ axis: Axis, _ lower: inout Double, _ upper: inout Double, about target: Int
  ) -> [Double] {
    let covering = axis.extent == .ticks
    for mantissas in [[1, 2, 5], [1]] as [[Double]] {
      var positions: [Double] = []
      let powers = Int(floor(log10(lower)))...Int(ceil(log10(upper)))
      let skip = mantissas.count == 1 ? max(1, powers.count / max(2, target)) : 1
      for power in powers where (power - powers.lowerBound) % skip == 0 {
        for mantissa in mantissas {
          positions.append(
            power < 0 ? mantissa / pow(10, Double(-power)) : mantissa * pow(10, Double(power)))
        }
      }
      let slack = 1e-9
      let first = positions.lastIndex { $0 <= lower * (1 + slack) } ?? 0
      let last = positions.firstIndex { $0 >= upper * (1 - slack) } ?? positions.count - 1
      if covering {
        positions = Array(positions[first...max(first, last)])
      } else {
        positions = positions.filter { $0 >= lower * (1 - slack) && $0 <= upper * (1 + slack) }
      }
      guard positions.count >= 2, mantissas.count == 1 || positions.count <= target + 1 else {
        continue
      }
      if covering {
        (lower, upper) = (min(lower, positions[0]), max(upper, positions[positions.count - 1]))
      }
      return positions
    }
    return [lower, upper]
  }

  /// A plain number; a power of ten where one of the axis' labels needs it and this one is not short.
  private static func logarithmicLabel(
    _ value: Double, _ style: NumberStyle, inPowers: Bool
  ) -> String {
    let shown = value * style.factor
    guard inPowers, shown >= 999 || shown < 0.0099 else {
      return style.text(value, digits: style.digits(forStep: value))
    }
    let exponent = floor(log10(shown) + 1e-9)
    let mantissa = (shown / pow(10, exponent)).rounded()
    let power = "10" + NumberStyle.superscript(Int(exponent))
    return mantissa == 1 ? power : "\(Int(mantissa))×\(power)"
  }
}
