/// Boxes that have their pages, ready to be drawn in order.
struct PageBook {
  let format: PageFormat
  let pages: [[PlacedBox]]
  let document: Document
  let typesetter: Typesetter

  func draw() throws(DrawingError) -> [UInt8] {
    let surface = CairoSurface(pdf: format.size)
    surface.setMetadata(
      PDFMetadata(
        title: document.title, subject: document.summary.resolvedText(typesetter.numbering),
        keywords: document.chapters.map(\.id).joined(separator: ", "), date: document.date))
    let painter = PagePainter(
      surface: surface, fonts: typesetter.fonts, theme: .print, pageNumbers: pageNumbers,
      pictures: PictureCache())
    var outline = OutlineWriter(surface: surface)
    var runningHead = ""
    for (index, boxes) in pages.enumerated() {
      runningHead = boxes.lazy.compactMap(\.box.runningHead).first ?? runningHead
      surface.setPageLabel("\(index + 1)")
      drawFrame(page: index, runningHead: runningHead, on: painter)
      drawBoxes(boxes, on: painter, outline: &outline)
      surface.showPage()
    }
    return try surface.finish()
  }

  private var pageNumbers: [String: Int] {
    var numbers: [String: Int] = [:]
    for (index, boxes) in pages.enumerated() {
      for name in boxes.flatMap(\.box.destinations) { numbers[name] = index + 1 }
    }
    return numbers
  }

  private func drawBoxes(
    _ boxes: [PlacedBox], on painter: PagePainter, outline: inout OutlineWriter
  ) {
    var open: [FlowElement] = []
    for placed in boxes {
      let origin = Point(format.left, format.top + placed.place.y)
      open = move(from: open, to: placed.box.path, on: painter.surface)
      if placed.place.drawsHead {
        let head = Point(origin.x, origin.y - placed.box.extent.headHeight)
        placed.box.drawHead?(painter, head)
      }
      for name in placed.box.destinations {
        let place = Point(format.left, max(origin.y - 14, 0))
        painter.tagged(.destination(name, at: place)) {}
      }
      if let entry = placed.box.outline { outline.add(entry) }
      placed.box.draw(painter, origin)
    }
    // An element that goes on overleaf is opened anew there.
    _ = move(from: open, to: [], on: painter.surface)
  }

  /// Closes and opens structure elements so that those of `path` are open.
  private func move(
    from open: [FlowElement], to path: [FlowElement], on surface: CairoSurface
  ) -> [FlowElement] {
    let shared = zip(open, path).prefix { $0 == $1 }.count
    for element in open.dropFirst(shared).reversed() { surface.end(element.tag) }
    for element in path.dropFirst(shared) { surface.begin(element.tag) }
    return path
  }

  /// The running head, on every page but the first, and the page's number.
  private func drawFrame(page index: Int, runningHead: String, on painter: PagePainter) {
    let right = format.left + PageFormat.textWidth
    let number = typesetter.set("\(index + 1) / \(pages.count)", .running)
    number.drawTrailing(at: right, y: format.footBaseline - 8, on: painter)
    guard index > 0 else { return }
    let half = PageFormat.textWidth / 2 - 10
    let title = typesetter.set(document.title, .running, width: half, ellipsized: true)
    title.draw(at: Point(format.left, format.headBaseline - 8), on: painter)
    if runningHead != document.title {
      typesetter.set(runningHead, .running, width: half, ellipsized: true)
        .drawTrailing(at: right, y: format.headBaseline - 8, on: painter)
    }
    painter.rule(
      at: Point(format.left, format.headBaseline + 6), width: PageFormat.textWidth, weight: 0.4,
      ink: .line)
  }
}

/// Adds outline entries under the last one of a lower level.
struct OutlineWriter {
  let surface: CairoSurface
  private var parents: [(level: Int, entry: Int)] = []

  init(surface: CairoSurface) { self.surface = surface }

  mutating func add(_ entry: OutlineEntry) {
    while let last = parents.last, last.level >= entry.level { parents.removeLast() }
    let number = surface.addOutline(
      entry.title, to: entry.destination, under: parents.last?.entry ?? 0)
    parents.append((entry.level, number))
  }
}

extension Prose {
  /// The words alone, references as their labels.
  fileprivate func resolvedText(_ numbering: BlockNumbering) -> String {
    runs.map { run in
      if case .reference(let id) = run { return numbering.label(for: id) ?? id }
      return Prose(runs: [run]).plainText
    }.joined()
  }
}
