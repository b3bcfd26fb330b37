/// What dividing boxes among pages needs to know of one.
package struct BoxExtent: Equatable {
  package var height: Double
  /// Left out at the top of a page.
  package var spaceBefore = 0.0
  /// Whether the next box must stand on the same page.
  package var keepsWithNext = false
  package var startsPage = false
  /// Height of what is drawn again above the box where it starts a page.
  package var headHeight = 0.0
  /// Whether text that follows may fill the page before the box, where the box must go overleaf.
  package var floats = false
  /// Whether the box is such text.
  package var passesFloats = false

  package init(height: Double) { self.height = height }
}

/// Where a box stands: on a page, counted from 0, and so many points below the text's top.
package struct BoxPlace: Equatable {
  package var page: Int
  package var y: Double
  package var drawsHead: Bool

  package init(page: Int, y: Double, drawsHead: Bool = false) {
    (self.page, self.y, self.drawsHead) = (page, y, drawsHead)
  }
}

/// Divides boxes among pages, first fit. Boxes that keep together move together; groups taller than
/// a page are cut where they must be.
package struct Paginator {
  private let pageHeight: Double
  /// What is kept of the gaps between boxes.
  private let gapShare: Double
  private let extents: [BoxExtent]
  private var places: [BoxPlace]
  private var page = 0
  private var y = 0.0
  private var isPageEmpty = true
  /// Groups that wait for the top of the next page.
  private var waiting: [Range<Int>] = []

  /// The places of boxes, in their order, on pages of `height` points. A box taller than a page
  /// overflows it. Where a chapter's last page would hold next to nothing, the chapter's gaps
  /// shrink if that saves the page.
  package static func places(of extents: [BoxExtent], height: Double) -> [BoxPlace] {
    var places: [BoxPlace] = []
    var firstPage = 0
    for chapter in chapters(of: extents) {
      let own = chapterPlaces(of: Array(extents[chapter]), height: height)
      places += own.map { BoxPlace(page: $0.page + firstPage, y: $0.y, drawsHead: $0.drawsHead) }
      if extents[chapter].contains(where: { $0.height > 0 }) {
        firstPage += (own.map(\.page).max() ?? 0) + 1
      }
    }
    return places
  }

  /// Runs of boxes that begin on a page of their own.
  private static func chapters(of extents: [BoxExtent]) -> [Range<Int>] {
    let starts = extents.indices.filter { $0 == 0 || extents[$0].startsPage }
    return zip(starts, starts.dropFirst() + [extents.count]).map { $0..<$1 }
  }

  private static func chapterPlaces(of extents: [BoxExtent], height: Double) -> [BoxPlace] {
    let loose = places(of: extents, height: height, gapShare: 1)
    let last = loose.map(\.page).max() ?? 0
    let filled = zip(extents, loose).filter { $1.page == last }.map { $1.y + $0.height }.max() ?? 0
    guard last > 0, filled < height * leastFilled else { return loose }
    for share in [0.85, 0.7, 0.55] {
      let tight = places(of: extents, height: height, gapShare: share)
      if (tight.map(\.page).max() ?? 0) < last { return tight }
    }
    return loose
  }

  /// A last page that is filled less than this is one to save.
  private static let leastFilled = 0.18

  private static func places(
    of extents: [BoxExtent], height: Double, gapShare: Double
  ) -> [BoxPlace] {
    var paginator = Paginator(extents, height: height, gapShare: gapShare)
    for group in paginator.groups() { paginator.place(group) }
    paginator.placeWaiting()
    return paginator.places
  }

  private init(_ extents: [BoxExtent], height: Double, gapShare: Double) {
    (self.extents, pageHeight, self.gapShare) = (extents, height, gapShare)
    places = Array(repeating: BoxPlace(page: 0, y: 0), count: extents.count)
  }

  private func groups() -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    for index in extents.indices {
      let isLast = index == extents.count - 1
      if isLast || !extents[index].keepsWithNext || extents[index + 1].startsPage {
        groups.append(start..<index + 1)
        start = index + 1
      }
    }
    return groups
  }

  private mutating func place(_ group: Range<Int>) {
    let first = extents[group.lowerBound]
    if first.startsPage {
      placeWaiting()
      turnPage()
    }
    if !waiting.isEmpty {
      // Only text may stand before a figure that comes first in the document.
      if group.allSatisfy({ extents[$0].passesFloats }), fits(group) {
        put(group)
        return
      }
      placeWaiting()
    }
    if fits(group) {
      put(group)
    } else if first.floats, !isPageEmpty {
      waiting.append(group)
    } else {
      if height(of: group) + first.headHeight <= pageHeight { turnPage() }
      put(group)
    }
  }

  private mutating func placeWaiting() {
    guard !waiting.isEmpty else { return }
    let groups = waiting
    waiting = []
    turnPage()
    for group in groups { put(group) }
  }

  private mutating func turnPage() {
    guard !isPageEmpty else { return }
    page += 1
    y = 0
    isPageEmpty = true
  }

  private func fits(_ group: Range<Int>) -> Bool {
    let first = extents[group.lowerBound]
    let above = isPageEmpty ? first.headHeight : gap(before: first)
    return y + above + height(of: group) <= pageHeight
  }

  private func height(of group: Range<Int>) -> Double {
    group.reduce(0) { sum, index in
      sum + extents[index].height + (index == group.lowerBound ? 0 : gap(before: extents[index]))
    }
  }

  private func gap(before box: BoxExtent) -> Double { box.spaceBefore * gapShare }

  private mutating func put(_ group: Range<Int>) {
    for index in group {
      let box = extents[index]
      if !isPageEmpty, y + gap(before: box) + box.height > pageHeight { turnPage() }
      let drawsHead = isPageEmpty && box.headHeight > 0
      y += isPageEmpty ? box.headHeight : gap(before: box)
      places[index] = BoxPlace(page: page, y: y, drawsHead: drawsHead)
      y += box.height
      // A gap alone does not begin a page.
      isPageEmpty = isPageEmpty && box.height == 0 && !drawsHead
      if isPageEmpty { y = 0 }
    }
  }
}
