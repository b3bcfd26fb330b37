import Report
import Testing

@Suite("PDF reports")
struct PDFRendererTests {
  private func render(_ page: PageFormat = .a4) throws -> [UInt8] {
    try PDFRenderer(page: page).render(try SampleDocument().document())
  }

  @Test("the same document gives the same bytes")
  func reproducible() throws {
    let first = try render()
    try SampleFiles.write(first, name: "report.pdf")
    try SampleFiles.write(try render(.letter), name: "letter.pdf")
    #expect(try render() == first)
  }
}
