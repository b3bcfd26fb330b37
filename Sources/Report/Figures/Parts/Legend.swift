/// Names beside samples of what they name, flowing in rows. Plots put it above their data, never
/// over it.
struct Legend: Sendable {
  enum Sample: Sendable, Hashable {
    case line(SeriesLook, hasMarker: Bool = true)
    case rule(Stroke)
    case bar(SeriesLook, SeriesLook.Texture)
    case marker(Marker, Ink)
    case swatch(RGBA)
    /// A cell with these outlines, the first one lowest.
    case outline([Stroke])
    case missing
  }

  struct Entry: Sendable, Hashable {
    var sample: Sample
    var name: String

    var sampleWidth: Double {
      switch sample {
      case .line, .rule: 18
      case .bar, .swatch, .outline, .missing: 9
      case .marker: 6
      }
    }
  }

  private struct Item {
    var entry: Entry
    var lines: [String]
    var x: Double
    /// Top of the item's row below the legend's top.
    var y: Double
  }

  var entries: [Entry]
  var style = Typography.label

  private static let gap = 4.0
  private static let apart = 12.0

  /// Height of the rows at `width`, 0 without entries; no space around them.
  func height(width: Double, on canvas: some Canvas) -> Double {
    layout(width: width, on: canvas).height
  }

  /// Height with the space that keeps a plot below apart, 0 without entries.
  func roomAbove(width: Double, on canvas: some Canvas) -> Double {
    let height = height(width: width, on: canvas)
    return height > 0 ? height + 5 : 0
  }

  /// Draws from the top left of `area`.
  func draw(in area: Rect, on canvas: inout some Canvas) {
    for item in layout(width: area.width, on: canvas).items {
      let top = Point(area.x + item.x, area.y + item.y)
      let middle = top.y + style.lineHeight / 2
      Self.draw(item.entry, at: Point(top.x, middle), on: &canvas)
      canvas.lines(
        item.lines,
        top: Point(
          top.x + item.entry.sampleWidth + Self.gap, middle - style.capHeight / 2),
        style: style)
    }
  }

  private func layout(width: Double, on canvas: some Canvas) -> (items: [Item], height: Double) {
    var items: [Item] = []
    var (x, y, rowHeight) = (0.0, 0.0, 0.0)
    for entry in entries {
      let beside = entry.sampleWidth + Self.gap
      let room = max(style.size * 4, width - beside)
      let lines = canvas.wrap(entry.name, style: style, width: room)
      let taken = beside + canvas.widest(lines, style: style)
      if x > 0, x + taken > width {
        (x, y, rowHeight) = (0, y + rowHeight + 1.5, 0)
      }
      items.append(Item(entry: entry, lines: lines, x: x, y: y))
      x += taken + Self.apart
      rowHeight = max(rowHeight, Double(max(1, lines.count)) * style.lineHeight)
    }
    return (items, y + rowHeight)
  }

  private static func draw(_ entry: Entry, at left: Point, on canvas: inout some Canvas) {
    let middle = Point(left.x + entry.sampleWidth / 2, left.y)
    let right = Point(left.x + entry.sampleWidth, left.y)
    let box = Rect(x: left.x, y: left.y - 3.5, width: entry.sampleWidth, height: 7)
    switch entry.sample {
    case .line(let look, let hasMarker):
      canvas.stroke(.polyline([left, right]), Stroke(look.ink, width: 1.25, dash: look.dash))
      if hasMarker { canvas.mark(look.marker, at: middle, ink: look.ink) }
    case .rule(let stroke): canvas.stroke(.polyline([left, right]), stroke)
    case .bar(let look, let texture): canvas.bar(box, ink: look.color, texture: texture)
    case .marker(let marker, let ink): canvas.mark(marker, at: middle, ink: ink)
    case .swatch(let color):
      canvas.fill(.rect(box), .color(color))
      canvas.stroke(.rect(box), Stroke(.soft, width: 0.4))
    case .outline(let strokes):
      canvas.fill(.rect(box), .line)
      for stroke in strokes { canvas.stroke(.rect(box.grown(by: -0.7)), stroke) }
    case .missing:
      canvas.hatchMissing(box)
      canvas.stroke(.rect(box), Stroke(.line, width: 0.4))
    }
  }
}
