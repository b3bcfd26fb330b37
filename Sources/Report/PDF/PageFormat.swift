/// A page's size and margins in points. The text is 495 pt wide on both formats, so that a report
/// breaks its lines alike on A4 and letter.
public struct PageFormat: Sendable, Hashable {
  let size: Size
  let top = 64.0
  let bottom = 58.0

  static let textWidth = 495.0

  /// 210 × 297 mm.
  public static let a4 = PageFormat(size: Size(595.28, 841.89))
  /// 8.5 × 11 in.
  public static let letter = PageFormat(size: Size(612, 792))

  var left: Double { (size.width - PageFormat.textWidth) / 2 }
  var textHeight: Double { size.height - top - bottom }
  /// Baseline of the running head.
  var headBaseline: Double { 38 }
  /// Baseline of the page number.
  var footBaseline: Double { size.height - 30 }
}
