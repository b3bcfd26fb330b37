/// One photograph, large, with its overlays and outlines and a name on each region.
public struct MaskOverlay: Figure {
  public struct Label: Sendable, Hashable {
    public var text: String
    /// In shares of the image's width and height.
    public var position: Point
    public var color: RGBA

    public init(_ text: String, at position: Point, color: RGBA) {
      (self.text, self.position, self.color) = (text, position, color)
    }
  }

  public var image: OverlaidImage
  public var labels: [Label]
  public var legend: [LegendEntry]

  public init(_ image: OverlaidImage, labels: [Label] = [], legend: [LegendEntry] = []) {
    (self.image, self.labels, self.legend) = (image, labels, legend)
  }

  /// The photograph takes the whole width unless it would be taller than wide.
  public func height(forWidth width: Double) -> Double {
    let canvas = EstimatingCanvas(size: Size(width, .infinity))
    let inner = canvas.size.drawable.width
    return (inner * min(image.aspect, 1) + roomBelow(width: inner, on: canvas) + 2 * Size.edge)
      .rounded(.up)
  }

  public func draw(on canvas: inout some Canvas) {
    let area = canvas.size.drawable
    let below = roomBelow(width: area.width, on: canvas)
    let rect = area.inset(bottom: below).fitting(width: 1, height: image.aspect)
    image.draw(in: rect, on: &canvas)
    drawLabels(in: rect, on: &canvas)
    canvas.lines(
      captionLines(width: area.width, on: canvas), top: Point(area.midX, rect.maxY + 4),
      style: Typography.label, ink: .soft, alignment: .center)
    let legend = makeLegend()
    let height = legend.height(width: area.width, on: canvas)
    legend.draw(in: area.inset(top: area.height - height), on: &canvas)
  }

  private func makeLegend() -> Legend {
    Legend(entries: legend.map { .init(sample: .swatch($0.color), name: $0.name) })
  }

  private func captionLines(width: Double, on canvas: some Canvas) -> [String] {
    canvas.wrap(image.caption, style: Typography.label, width: width)
  }

  private func roomBelow(width: Double, on canvas: some Canvas) -> Double {
    let legend = makeLegend().height(width: width, on: canvas)
    let caption = captionLines(width: width, on: canvas).height(Typography.label)
    return (legend > 0 ? legend + 4 : 0)
      + (caption > 0 ? caption + 4 + Typography.label.descent : 0)
  }

  /// Names on paper chips, held within the image; one that would cover another moves down, then up.
  private func drawLabels(in rect: Rect, on canvas: inout some Canvas) {
    let style = Typography.label
    var placed: [Rect] = []
    for label in labels {
      let size = Size(canvas.width(of: label.text, style: style) + 12, style.size + 3)
      let wanted = Point(
        rect.x + label.position.x * rect.width, rect.y + label.position.y * rect.height)
      guard let chip = Self.place(size, near: wanted, in: rect, avoiding: placed) else { continue }
      placed.append(chip)
      canvas.fill(.rect(chip), .color(RGBA(1, 1, 1, alpha: 0.88)))
      let swatch = Rect(x: chip.x + 2.5, y: chip.midY - 2.5, width: 5, height: 5)
      canvas.fill(.rect(swatch), .color(label.color))
      canvas.stroke(.rect(swatch), Stroke(.color(RGBA(0, 0, 0)), width: 0.3))
      canvas.label(
        label.text, at: Point(chip.x + 9.5, chip.midY), style: style, ink: .color(RGBA(0, 0, 0)))
    }
  }

  private static func place(
    _ size: Size, near point: Point, in area: Rect, avoiding placed: [Rect]
  ) -> Rect? {
    guard size.width <= area.width, point.x.isFinite, point.y.isFinite else { return nil }
    let x = min(max(point.x - size.width / 2, area.minX), area.maxX - size.width)
    for step in 0..<40 {
      let offset = Double((step + 1) / 2) * (step % 2 == 1 ? 1 : -1) * (size.height + 1) / 2
      let y = min(max(point.y - size.height / 2 + offset, area.minY), area.maxY - size.height)
      let chip = Rect(x: x, y: y, width: size.width, height: size.height)
      if !placed.contains(where: chip.intersects) { return chip }
    }
    return nil
  }
}
