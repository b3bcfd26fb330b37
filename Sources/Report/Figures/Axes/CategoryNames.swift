/// Names along a category axis: beside lying bars, or below upright ones, there wrapped and, where
/// words are wider than their slots, slanted.
struct CategoryNames {
  private enum Form { case beside, below, slanted }

  private let form: Form
  private let names: [[String]]
  /// What the names take beside or below the plot.
  let room: Double
  /// How far slanted names reach left of the area's edge, measured from there.
  let overhang: Double

  /// Height of the name that has the most lines.
  var tallest: Double { names.map { $0.height(Self.style) }.max() ?? 0 }

  private static let style = Typography.label

  /// Names at the left of lying bars, wrapped at `width`.
  init(beside categories: [String], width: Double, on canvas: some Canvas) {
    form = .beside
    names = categories.map { canvas.wrap($0, style: Self.style, width: width) }
    room = canvas.widest(names.joined(), style: Self.style) + 5
    overhang = 0
  }

  /// Names under upright bars, whose slots start at `left`.
  init(below categories: [String], slot: Double, left: Double, on canvas: some Canvas) {
    let style = Self.style
    let words = categories.flatMap { $0.split(separator: " ").map(String.init) }
    let wrapped = categories.map { canvas.wrap($0, style: style, width: slot - 3) }
    if canvas.widest(words, style: style) <= slot - 3, wrapped.allSatisfy({ $0.count <= 3 }) {
      form = .below
      names = wrapped
      room = (wrapped.map { $0.height(style) }.max() ?? 0) + PlotFrame.tickGap + 3 + style.descent
      overhang = 0
      return
    }
    form = .slanted
    names = categories.map { [$0] }
    let widths = categories.map { canvas.width(of: $0, style: style) * Self.slope }
    room = (widths.max() ?? 0) + PlotFrame.tickGap + style.size
    overhang =
      widths.enumerated().map { $0.element - (Double($0.offset) + 0.5) * slot }
      .max() ?? 0
  }

  /// Sine and cosine of 45°.
  private static let slope = 0.5.squareRoot()

  func draw(along plot: Rect, slot: Double, on canvas: inout some Canvas) {
    let style = Self.style
    for (index, lines) in names.enumerated() {
      let offset = (Double(index) + 0.5) * slot
      switch form {
      case .beside:
        canvas.lines(
          lines, top: Point(plot.minX - 5, plot.minY + offset - lines.height(style) / 2),
          style: style, alignment: .trailing)
      case .below:
        canvas.lines(
          lines, top: Point(plot.minX + offset, plot.maxY + PlotFrame.tickGap + 3), style: style,
          alignment: .center)
      case .slanted:
        let start = Point(
          plot.minX + offset + style.capHeight * Self.slope / 2,
          plot.maxY + PlotFrame.tickGap + style.capHeight * Self.slope)
        canvas.text(
          lines.joined(), at: start, style: style, ink: .ink, alignment: .trailing,
          rotation: -45)
      }
    }
  }
}
