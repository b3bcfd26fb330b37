import Report
import Testing

@Suite("Wrapping listings")
struct PDFCodeWrapTests {
  private let wrap = CodeWrap(columns: 20)

  @Test("a line that fits is left alone, tabs aside")
  func short() {
    #expect(wrap.lines("") == [""])
    #expect(wrap.lines("12345678901234567890") == ["12345678901234567890"])
    #expect(wrap.lines("\tlet a = 1") == ["  let a = 1"])
  }

  @Test("long lines break at spaces and hang four deeper than they began")
  func long() {
    #expect(
      wrap.lines("  sepal run --jobs 2 --format html") == [
        "  sepal run --jobs 2", "      --format html",
      ])
    #expect(
      wrap.lines("--output output/here --seed 1") == ["--output output/here", "    --seed 1"])
  }

  @Test("a word longer than the line is cut, and nothing of it is lost")
  func longWord() {
    let digest = String(repeating: "0123456789", count: 5)
    let lines = wrap.lines(digest)
    #expect(lines.allSatisfy { $0.count <= 20 })
    #expect(lines.joined().replacing(" ", with: "") == digest)
  }

  @Test("spaces at a line's end start no line of their own")
  func trailingSpace() {
    #expect(wrap.lines("12345678901234567890    ") == ["12345678901234567890"])
  }
}
