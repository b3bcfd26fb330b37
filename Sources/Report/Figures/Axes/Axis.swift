/// What a numeric axis shows and how: its title, unit, scale and extent. A plot fits it to its data
/// and to the room there is.
public struct Axis: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case linear
    /// Base 10; values that are not positive count as missing.
    case logarithmic
  }

  public enum Extent: Sendable, Hashable {
    /// From tick to tick, enclosing the data.
    case ticks
    /// From the least to the greatest value; ticks lie within.
    case data
    /// These bounds, whatever the data; values outside are clipped.
    case fixed(lower: Double, upper: Double)
  }

  public var title: String
  /// Shown after the title's comma; empty where the quantity has none.
  public var unit: String
  public var style: NumberStyle
  public var kind: Kind
  public var extent: Extent
  /// Values the axis must show besides the data, such as 0.
  public var including: [Double]

  public init(
    _ title: String, unit: String = "", style: NumberStyle = .plain, kind: Kind = .linear,
    extent: Extent = .ticks, including: [Double] = []
  ) {
    self.title = title
    self.unit = unit
    self.style = style
    self.kind = kind
    self.extent = extent
    self.including = including
  }

  /// A rate in [0, 1] shown in percent: the unit is added to the title.
  public static func percent(
    _ title: String, extent: Extent = .ticks, including: [Double] = []
  ) -> Axis {
    Axis(title, unit: "%", style: .percent, extent: extent, including: including)
  }

  /// A difference of rates, shown signed in percentage points; zero is always on the axis.
  public static func points(_ title: String) -> Axis {
    Axis(title, unit: "points", style: .points, including: [0])
  }

  /// Title and unit as the axis shows them.
  var caption: String { unit.isEmpty ? title : title.isEmpty ? unit : "\(title), \(unit)" }
}
