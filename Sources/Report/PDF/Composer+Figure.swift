extension Composer {
  /// A figure with its caption under it, or beside it where it is one column wide.
  mutating func addFigure(_ block: FigureBlock) {
    let placed = PlacedFigure(block, width: block.width.points, maximumHeight: 560)
    let isNarrow = block.width == .column
    let captionWidth =
      isNarrow ? textWidth - placed.width - Spacing.gutter : Spacing.captionMeasure
    let caption = typesetter.caption(block.caption, id: block.id, width: captionWidth)
    mark(Destination.block(block.id))
    let height =
      isNarrow ? max(placed.height, caption.height) : placed.height + 7 + caption.height
    within(.figure(alternativeText: block.alternativeText)) { composer in
      composer.addFloat(height: height) { page, origin in
        placed.draw(at: origin, on: page)
        page.tagged(.caption) {
          caption.draw(
            at: isNarrow
              ? Point(origin.x + placed.width + Spacing.gutter, origin.y + 2)
              : Point(origin.x, origin.y + placed.height + 7), on: page)
        }
      }
    }
    addSpace(Spacing.aroundFloat - Spacing.paragraph)
  }

  /// A figure and a table side by side where the table leaves room for the figure, else one above
  /// the other.
  mutating func addPair(_ figure: FigureBlock, _ table: TableBlock) {
    let smallest = 216.0
    let largest = 272.0
    let room = textWidth - Spacing.gutter
    let natural = TableLayout(table.table, width: room - smallest, typesetter: typesetter)
    guard natural.isUnsqueezed, natural.height < 330 else {
      addFigure(figure)
      addTable(table)
      return
    }
    // A little air for the table, the rest for the figure.
    let figureWidth = max(smallest, min(largest, room - natural.tightWidth - 24))
    let tableWidth = room - figureWidth
    let layout = TableLayout(
      table.table, width: tableWidth, fills: true, typesetter: typesetter)
    let placed = PlacedFigure(figure, width: figureWidth, maximumHeight: 400)
    let figureCaption = typesetter.caption(figure.caption, id: figure.id, width: figureWidth)
    let tableCaption = typesetter.caption(table.caption, id: table.id, width: tableWidth)
    mark(Destination.block(figure.id))
    mark(Destination.block(table.id))
    let height = max(
      placed.height + 7 + figureCaption.height, tableCaption.height + 6 + layout.height)
    within(.section) { composer in
      composer.addFloat(height: height) { page, origin in
        page.tagged(.figure(alternativeText: figure.alternativeText)) {
          placed.draw(at: origin, on: page)
          page.tagged(.caption) {
            figureCaption.draw(at: Point(origin.x, origin.y + placed.height + 7), on: page)
          }
        }
        let x = origin.x + figureWidth + Spacing.gutter
        page.tagged(.table) {
          page.tagged(.caption) { tableCaption.draw(at: Point(x, origin.y), on: page) }
          layout.drawAll(at: Point(x, origin.y + tableCaption.height + 6), on: page)
        }
      }
    }
    addSpace(Spacing.aroundFloat - Spacing.paragraph)
  }

  /// A box that text may pass where it does not fit the page.
  private mutating func addFloat(height: Double, draw: @escaping FlowBox.Drawing) {
    var box = FlowBox(height: height, spaceBefore: Spacing.aroundFloat, draw: draw)
    box.extent.floats = true
    add(box)
  }
}

/// A figure laid out at a width, made smaller where it would be taller than allowed.
struct PlacedFigure {
  private let figure: any Figure
  private let layoutWidth: Double
  private let scale: Double
  let width: Double
  let height: Double

  init(_ block: FigureBlock, width: Double, maximumHeight: Double) {
    figure = block.figure
    layoutWidth = width
    let natural = block.figure.height(forWidth: width)
    precondition(
      natural > 0 && natural.isFinite, "PDF: figure \(block.id) is \(natural) points high")
    scale = min(1, maximumHeight / natural)
    (self.width, height) = (width * scale, natural * scale)
  }

  func draw(at origin: Point, on page: PagePainter) {
    page.figure(figure, at: origin, width: layoutWidth, scale: scale)
  }
}

extension Typesetter {
  /// "**Figure 3.** caption".
  func caption(_ caption: Prose, id: String, width: Double) -> SetText {
    let label = numbering.label(for: id).map { "\($0). " } ?? ""
    return set("\(strong: label)\(caption)", .caption, width: width)
  }
}
