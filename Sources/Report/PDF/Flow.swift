/// A strip of the page that is never cut: a line of text, a table's row, a figure with its caption.
struct FlowBox {
  var extent: BoxExtent
  /// The structure elements that the box is part of, outermost first.
  var path: [FlowElement] = []
  /// Names under which links find the box.
  var destinations: [String] = []
  var outline: OutlineEntry?
  /// From this box on, what the running head says.
  var runningHead: String?
  /// Draws again above the box where it starts a page: a table's header.
  var drawHead: Drawing?
  /// Draws with the box's top left at the point.
  var draw: Drawing

  typealias Drawing = (PagePainter, Point) -> Void

  init(height: Double, spaceBefore: Double = 0, draw: @escaping Drawing) {
    extent = BoxExtent(height: height)
    extent.spaceBefore = spaceBefore
    self.draw = draw
  }

  /// Has `draw` drawn again, `height` points tall, above the box where it starts a page.
  mutating func repeatHead(height: Double, draw: @escaping Drawing) {
    extent.headHeight = height
    drawHead = draw
  }
}

/// A structure element that several boxes may share, by its number.
struct FlowElement: Equatable {
  var number: Int
  var tag: PDFTag
}

struct OutlineEntry {
  var title: String
  var level: Int
  var destination: String
}

/// A box on its page.
struct PlacedBox {
  var box: FlowBox
  var place: BoxPlace

  /// Boxes page by page, in drawing order.
  static func pages(of boxes: [FlowBox], height: Double) -> [[PlacedBox]] {
    let places = Paginator.places(of: boxes.map(\.extent), height: height)
    let count = (places.map(\.page).max() ?? 0) + 1
    var pages: [[PlacedBox]] = Array(repeating: [], count: count)
    for (box, place) in zip(boxes, places) {
      pages[place.page].append(PlacedBox(box: box, place: place))
    }
    return pages
  }
}
