/// Boxes joined by arrows, left to right and, where the width ends, on in the next row: which steps
/// a result went through, with those that matter to it picked out.
public struct PipelineDiagram: Figure {
  public enum State: Sendable, Hashable {
    /// Took part.
    case used
    /// What the question is about.
    case highlighted
    /// Exists, but took no part here.
    case unused
  }

  public struct Step: Sendable, Hashable {
    public var title: String
    /// Smaller words under the title; may be empty.
    public var detail: String
    public var state: State
    /// 0 for the main line, 1 and on for inputs that join it from below.
    public var lane: Int

    public init(_ title: String, detail: String = "", state: State = .used, lane: Int = 0) {
      (self.title, self.detail, self.state, self.lane) = (title, detail, state, max(0, lane))
    }
  }

  public struct Arrow: Sendable, Hashable {
    public var from: Int
    public var to: Int

    public init(_ from: Int, _ to: Int) { (self.from, self.to) = (from, to) }
  }

  public var steps: [Step]
  public var arrows: [Arrow]

  /// Arrows run from earlier to later steps of the list; others, and those that name no step, are
  /// left out.
  public init(steps: [Step], arrows: [Arrow]) {
    self.steps = steps
    self.arrows = arrows.filter {
      $0.from < $0.to && steps.indices.contains($0.from) && steps.indices.contains($0.to)
    }
  }

  /// A chain: each step feeds the next.
  public init(chain steps: [Step]) {
    self.init(steps: steps, arrows: steps.indices.dropFirst().map { Arrow($0 - 1, $0) })
  }

  public func height(forWidth width: Double) -> Double {
    let canvas = EstimatingCanvas(size: Size(width, .infinity))
    return PipelineLayout(self, on: canvas).height.rounded(.up)
  }

  public func draw(on canvas: inout some Canvas) {
    let layout = PipelineLayout(self, on: canvas)
    for arrow in arrows {
      let isUsed = steps[arrow.from].state != .unused && steps[arrow.to].state != .unused
      Self.drawArrow(layout.route(arrow), isUsed: isUsed, on: &canvas)
    }
    for index in steps.indices { drawStep(index, layout, on: &canvas) }
  }

  private func drawStep(_ index: Int, _ layout: PipelineLayout, on canvas: inout some Canvas) {
    let box = layout.boxes[index]
    let path = Path.rounded(box, radius: 3)
    let (border, ink): (Stroke, Ink) =
      switch steps[index].state {
      case .used: (Stroke(.ink, width: 0.75), .ink)
      case .highlighted: (Stroke(.series(5), width: 1.5), .ink)
      case .unused: (Stroke(.soft, width: 0.6, dash: [2, 2]), .soft)
      }
    canvas.fill(path, .paper)
    if steps[index].state == .highlighted { canvas.fill(path, .series(5, opacity: 0.12)) }
    canvas.stroke(path, border)
    let (title, detail) = layout.words[index]
    let style = steps[index].state == .highlighted ? Typography.strongLabel : Typography.label
    var top = box.midY - layout.wordsHeight(index) / 2
    canvas.lines(title, top: Point(box.midX, top), style: style, ink: ink, alignment: .center)
    top += title.height(style) + PipelineLayout.detailGap
    canvas.lines(
      detail, top: Point(box.midX, top), style: Typography.small, ink: .soft, alignment: .center)
  }

  private static func drawArrow(
    _ route: [Point], isUsed: Bool, on canvas: inout some Canvas
  ) {
    guard route.count > 1, let tip = route.last else { return }
    let ink: Ink = isUsed ? .ink : .soft
    let stem = route.dropLast() + [Point(tip.x - 3, tip.y)]
    canvas.stroke(
      .polyline(Array(stem)), Stroke(ink, width: 0.75, dash: isUsed ? [] : [2, 2]))
    canvas.fill(
      .polygon([tip, Point(tip.x - 4.5, tip.y - 2.2), Point(tip.x - 4.5, tip.y + 2.2)]), ink)
  }
}

extension Path {
  /// A rectangle whose corners are rounded by arcs.
  static func rounded(_ rect: Rect, radius: Double) -> Path {
    let r = min(radius, rect.width / 2, rect.height / 2)
    let k = r * (1 - 0.5522847498)
    return Path([
      .move(Point(rect.minX + r, rect.minY)), .line(Point(rect.maxX - r, rect.minY)),
      .curve(
        control1: Point(rect.maxX - k, rect.minY), control2: Point(rect.maxX, rect.minY + k),
        end: Point(rect.maxX, rect.minY + r)),
      .line(Point(rect.maxX, rect.maxY - r)),
      .curve(
        control1: Point(rect.maxX, rect.maxY - k), control2: Point(rect.maxX - k, rect.maxY),
        end: Point(rect.maxX - r, rect.maxY)),
      .line(Point(rect.minX + r, rect.maxY)),
      .curve(
        control1: Point(rect.minX + k, rect.maxY), control2: Point(rect.minX, rect.maxY - k),
        end: Point(rect.minX, rect.maxY - r)),
      .line(Point(rect.minX, rect.minY + r)),
      .curve(
        control1: Point(rect.minX, rect.minY + k), control2: Point(rect.minX + k, rect.minY),
        end: Point(rect.minX + r, rect.minY)),
      .close,
    ])
  }
}
