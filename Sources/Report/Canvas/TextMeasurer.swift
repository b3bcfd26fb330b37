/// Knows how wide a line of text will be.
public protocol TextMeasurer {
  /// Width of one line of `text` in points.
  func width(of text: String, style: TextStyle) -> Double
}
