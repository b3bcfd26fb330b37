/// An opaque-or-not sRGB colour, components in [0, 1].
public struct RGBA: Sendable, Hashable {
  public var red: Double
  public var green: Double
  public var blue: Double
  public var alpha: Double

  public init(_ red: Double, _ green: Double, _ blue: Double, alpha: Double = 1) {
    (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
  }

  /// `0xRRGGBB`.
  public init(hex: UInt32, alpha: Double = 1) {
    self.init(
      Double(hex >> 16 & 0xFF) / 255, Double(hex >> 8 & 0xFF) / 255, Double(hex & 0xFF) / 255,
      alpha: alpha)
  }
}

/// What a mark is drawn with: a role, which a renderer may map to light or dark, or a fixed colour.
public enum Ink: Sendable, Hashable {
  /// Text and axes.
  case ink
  /// Secondary text.
  case soft
  /// Rules and grid lines.
  case line
  /// The page behind everything.
  case paper
  /// The one accent colour.
  case accent
  /// Okabe-Ito series colour, counted from 0 and repeating after the palette's end; `opacity` for
  /// bands.
  case series(Int, opacity: Double = 1)
  case color(RGBA)
}

/// How a path is stroked; widths and dashes in points.
public struct Stroke: Sendable, Hashable {
  public var ink: Ink
  public var width: Double
  public var dash: [Double]

  public init(_ ink: Ink, width: Double = 0.75, dash: [Double] = []) {
    (self.ink, self.width, self.dash) = (ink, width, dash)
  }
}

/// Type for a run of text: the report's sans or its monospaced family.
public struct TextStyle: Sendable, Hashable {
  public enum Family: Sendable, Hashable { case sans, mono }
  public enum Weight: Sendable, Hashable { case regular, medium, semibold, bold }

  public var family: Family
  public var size: Double
  public var weight: Weight
  public var italic: Bool

  public init(
    size: Double = 9, weight: Weight = .regular, italic: Bool = false, family: Family = .sans
  ) {
    (self.size, self.weight, self.italic, self.family) = (size, weight, italic, family)
  }
}

/// Where a single line of text sits relative to its anchor point.
public enum TextAlignment: Sendable, Hashable { case leading, center, trailing }
