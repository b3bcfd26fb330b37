import Report
import Testing

@Suite("Dividing boxes among pages")
struct PDFPaginatorTests {
  /// Boxes of the heights given, on pages of 100.
  private func pages(_ extents: [BoxExtent]) -> [Int] {
    Paginator.places(of: extents, height: 100).map(\.page)
  }

  private func box(_ height: Double, _ change: (inout BoxExtent) -> Void = { _ in }) -> BoxExtent {
    var box = BoxExtent(height: height)
    change(&box)
    return box
  }

  @Test("boxes fill a page, exactly if they can, and go on overleaf")
  func fill() {
    #expect(pages([box(40), box(60), box(1), box(99), box(1)]) == [0, 0, 1, 1, 2])
  }

  @Test("a gap counts between boxes and vanishes at the top of a page")
  func gaps() {
    let places = Paginator.places(
      of: [
        box(50) { $0.spaceBefore = 9 }, box(50) { $0.spaceBefore = 9 },
        box(30) { $0.spaceBefore = 9 },
      ],
      height: 100)
    #expect(
      places == [
        BoxPlace(page: 0, y: 0), BoxPlace(page: 1, y: 0), BoxPlace(page: 1, y: 59),
      ])
  }

  @Test("a heading goes overleaf with the lines that it heads")
  func headings() {
    let heading = box(10) { $0.keepsWithNext = true }
    #expect(pages([box(80), heading, box(14)]) == [0, 1, 1])
    #expect(pages([box(76), heading, box(14)]) == [0, 0, 0])
  }

  @Test("boxes that keep together but fill more than a page are cut rather than lost")
  func tallGroup() {
    let tied = box(40) { $0.keepsWithNext = true }
    #expect(pages([box(10), tied, tied, box(40)]) == [0, 0, 0, 1])
  }

  @Test("a box taller than a page has one to itself")
  func tallBox() {
    #expect(pages([box(10), box(150), box(10)]) == [0, 1, 2])
  }

  @Test("a table cut between rows repeats its header, whose height counts")
  func repeatedHead() {
    let row = box(30) { $0.headHeight = 20 }
    let places = Paginator.places(of: [box(60), row, row, row, row], height: 100)
    #expect(
      places == [
        BoxPlace(page: 0, y: 0), BoxPlace(page: 0, y: 60),
        BoxPlace(page: 1, y: 20, drawsHead: true), BoxPlace(page: 1, y: 50),
        BoxPlace(page: 2, y: 20, drawsHead: true),
      ])
  }

  @Test("text passes a figure that must go overleaf, and only text does")
  func floats() {
    let figure = box(50) { $0.floats = true }
    let text = box(10) { $0.passesFloats = true }
    let heading = box(10) { $0.keepsWithNext = true }
    #expect(pages([box(70), figure, text, text, text, text]) == [0, 1, 0, 0, 0, 1])
    #expect(pages([box(70), figure, heading, text]) == [0, 1, 1, 1])
    #expect(pages([box(70), figure, figure, text]) == [0, 1, 1, 2])
  }

  @Test("a figure that waits at a chapter's end comes before the next chapter")
  func waitingAtTheEnd() {
    let figure = box(50) { $0.floats = true }
    let text = box(10) { $0.passesFloats = true }
    let chapter = box(10) { $0.startsPage = true }
    #expect(pages([box(70), figure, text, chapter]) == [0, 1, 0, 2])
    #expect(pages([box(70), figure, text]) == [0, 1, 0])
  }

  @Test("a chapter that starts a page leaves no empty page before it")
  func chapters() {
    let chapter = box(10) { $0.startsPage = true }
    #expect(pages([chapter, chapter]) == [0, 1])
    #expect(pages([box(100), chapter]) == [0, 1])
  }

  @Test("gaps shrink where that saves a last page of next to nothing, in that chapter alone")
  func savedPage() {
    let spaced = box(30) { $0.spaceBefore = 10 }
    let chapter = box(30) { $0.startsPage = true }
    let places = Paginator.places(
      of: [chapter, spaced, spaced.withHeight(15), chapter, spaced], height: 92)
    #expect(places.map(\.page) == [0, 0, 0, 1, 1])
    #expect(places[1].y < 40 && places[4].y == 40)
    let tall = spaced.withHeight(25)
    #expect(
      Paginator.places(of: [chapter, spaced, tall], height: 92).map(\.page) == [0, 0, 1])
  }

  @Test("gaps alone neither begin a page nor add one")
  func lonelyGap() {
    let gap = box(0) { ($0.spaceBefore, $0.passesFloats) = (30, true) }
    #expect(
      Paginator.places(of: [box(90), gap, box(20), box(10)], height: 100).map(\.y) == [0, 0, 0, 20])
  }

  @Test("no box leaves its page, none overlaps another, and none but text passes a figure")
  func properties() {
    var state: UInt64 = 7
    func next(_ bound: UInt64) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double((state >> 33) % bound)
    }
    let extents = (0..<2000).map { _ in
      box(next(40)) {
        $0.spaceBefore = next(12)
        $0.keepsWithNext = next(4) == 0
        $0.startsPage = next(60) == 0
        $0.headHeight = next(5) == 0 ? 9 : 0
        $0.floats = next(9) == 0
        $0.passesFloats = !$0.floats && next(2) == 0
      }
    }
    let places = Paginator.places(of: extents, height: 100)
    var floor = (page: 0, y: 0.0)
    for page in 0...(places.map(\.page).max() ?? 0) {
      var bottom = 0.0
      for index in places.indices where places[index].page == page {
        #expect(places[index].y >= bottom - 1e-9, "box \(index)")
        bottom = places[index].y + extents[index].height
        #expect(bottom <= 100 + 1e-9, "box \(index)")
      }
    }
    for (extent, place) in zip(extents, places) where !extent.passesFloats && !extent.keepsWithNext
    {
      #expect((place.page, place.y) >= floor || extent.height == 0)
      if !extent.floats { floor = (place.page, place.y) }
    }
  }
}

extension BoxExtent {
  fileprivate func withHeight(_ height: Double) -> BoxExtent {
    var copy = self
    copy.height = height
    return copy
  }
}
