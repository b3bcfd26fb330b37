/// A strip of the page that is never cut: a line of text, a table's row, a figure with its caption.
struct FlowBox {
  var height: Double
  /// Left out at the top of a page.
  var spaceBefore = 0.0
  /// Whether the next box must stand on the same page.
  var keepsWithNext = false
  var startsPage = false
  /// The structure elements that the box is part of, outermost first.
  var path: [FlowElement] = []
  /// Names under which links find the box.
  var destinations: [String] = []
  var outline: OutlineEntry?
  /// Drawn again above the box where it starts a page: a table's header.
  var repeatedHead: RepeatedHead?
  /// From this box on, what the running head says.
  var runningHead: String?
  /// Draws with the box's top left at the point.
  var draw: (PagePainter, Point) -> Void

  init(height: Double, spaceBefore: Double = 0, draw: @escaping (PagePainter, Point) -> Void) {
    (self.height, self.spaceBefore, self.draw) = (height, spaceBefore, draw)
  }
}

struct RepeatedHead {
  var height: Double
  var draw: (PagePainter, Point) -> Void
}

/// A structure element that several boxes may share, by its number.
struct FlowElement: Equatable {
  var number: Int
  var tag: PDFTag
}

struct OutlineEntry {
  var title: String
  var level: Int
}

/// A box on its page, `y` points below the text's top.
struct PlacedBox {
  var box: FlowBox
  var y: Double
  var drawsHead: Bool
}

/// Divides boxes among pages, first fit, boxes that keep together moving together.
struct Paginator {
  let pageHeight: Double

  /// Groups taller than a page are cut where they must be; a box taller than a page overflows it,
  /// which composers prevent by scaling.
  func pages(of boxes: [FlowBox]) -> [[PlacedBox]] {
    var pages: [[PlacedBox]] = [[]]
    var y = 0.0
    for group in groups(of: boxes) {
      let height = group.enumerated().reduce(0.0) { sum, entry in
        sum + entry.element.height + (entry.offset == 0 ? 0 : entry.element.spaceBefore)
      }
      let gap = pages[pages.count - 1].isEmpty ? 0 : group[0].spaceBefore
      let mustStart = group[0].startsPage || y + gap + height > pageHeight
      let fits = height + (group[0].repeatedHead?.height ?? 0) <= pageHeight
      if !pages[pages.count - 1].isEmpty, group[0].startsPage || (mustStart && fits) {
        pages.append([])
        y = 0
      }
      for box in group { place(box, &pages, &y) }
    }
    return pages
  }

  private func place(_ box: FlowBox, _ pages: inout [[PlacedBox]], _ y: inout Double) {
    var top = y + (pages[pages.count - 1].isEmpty ? 0 : box.spaceBefore)
    if top + box.height > pageHeight, !pages[pages.count - 1].isEmpty {
      pages.append([])
      top = 0
    }
    let isFirst = pages[pages.count - 1].isEmpty
    let head = isFirst ? box.repeatedHead : nil
    if let head { top += head.height }
    pages[pages.count - 1].append(PlacedBox(box: box, y: top, drawsHead: head != nil))
    y = top + box.height
  }

  private func groups(of boxes: [FlowBox]) -> [[FlowBox]] {
    var groups: [[FlowBox]] = []
    var continues = false
    for box in boxes {
      if continues, !box.startsPage {
        groups[groups.count - 1].append(box)
      } else {
        groups.append([box])
      }
      continues = box.keepsWithNext
    }
    return groups
  }
}
