import Report
import Testing

@Suite("Layout of figures")
struct FigureLayoutTests {
  @Test("nothing is drawn outside the canvas", arguments: FigureSample.all)
  func staysInside(_ sample: FigureSample) {
    let canvas = sample.drawn()
    let slack = 0.6
    for (what, rect) in FigureMarks(canvas).bounds {
      #expect(
        rect.minX >= -slack && rect.minY >= -slack && rect.maxX <= canvas.size.width + slack
          && rect.maxY <= canvas.size.height + slack,
        "\(what) at \(rect) on \(canvas.size)")
    }
  }

  @Test("no text is smaller than 6 points", arguments: FigureSample.all)
  func isLegible(_ sample: FigureSample) {
    for text in FigureMarks(sample.drawn()).texts {
      #expect(text.style.size >= 6, "“\(text.text)”")
    }
  }

  @Test("no two texts overlap", arguments: FigureSample.all)
  func keepsTextsApart(_ sample: FigureSample) {
    let texts = FigureMarks(sample.drawn()).texts
    for (index, text) in texts.enumerated() {
      for other in texts.dropFirst(index + 1) {
        #expect(
          !FigureMarks.overlap(text, other), "“\(text.text)” over “\(other.text)”")
      }
    }
  }

  @Test("the same figure draws the same twice", arguments: FigureSample.all)
  func isDeterministic(_ sample: FigureSample) {
    #expect(sample.drawn().dump == sample.drawn().dump)
  }

  @Test("every number drawn is finite", arguments: FigureSample.all)
  func isFinite(_ sample: FigureSample) {
    for (what, rect) in FigureMarks(sample.drawn()).bounds {
      #expect(
        rect.x.isFinite && rect.y.isFinite && rect.width.isFinite && rect.height.isFinite,
        "\(what) at \(rect)")
    }
    #expect(sample.figure.height(forWidth: sample.width).isFinite)
  }

  @Test("every word given is drawn", arguments: [234.0, 495])
  func losesNoWords(_ width: Double) {
    let canvas = FigureSample(name: "", figure: FigureSample.longTitles, width: width).drawn()
    let words = Set(canvas.texts.flatMap { $0.split(separator: " ").map(String.init) })
    for title in [FigureSample.longTitles.x.title, FigureSample.longTitles.y.title] {
      for word in title.split(separator: " ") { #expect(words.contains(String(word))) }
    }
  }
}
