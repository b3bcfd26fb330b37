import Report
import Testing

@Suite("Numbers of figures and tables")
struct HTMLNumberingTests {
  @Test("each kind is counted in reading order, and a gallery counts as a figure")
  func readingOrder() {
    let numbering = BlockNumbering(HTMLSample.document())
    #expect(numbering.label(for: "nms-curve") == "Figure 1")
    #expect(numbering.label(for: "nms-scores") == "Table 1")
    #expect(numbering.label(for: "nms-images") == "Figure 2")
    #expect(numbering.label(for: "nms-cost") == "Figure 3")
    #expect(numbering.label(for: "class-scores") == "Table 2")
  }

  @Test("an id that nothing has gets no label")
  func unknown() {
    #expect(BlockNumbering(HTMLSample.document()).label(for: "box-nms") == nil)
  }
}
