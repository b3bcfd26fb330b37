import Report
import Testing

@Suite("Recording and measuring")
struct CanvasTests {
  @Test("a recording keeps commands in order and a clip's commands inside it")
  func recording() {
    var canvas = RecordingCanvas(size: Size(10, 10))
    canvas.fill(.rect(Rect(x: 0, y: 0, width: 2, height: 2)), .paper)
    canvas.clip(to: Rect(x: 1, y: 1, width: 3, height: 3)) { clipped in
      clipped.stroke(.polyline([Point(0, 0), Point(1.5, 1)]), Stroke(.ink, dash: [1, 2]))
    }
    #expect(
      canvas.commands == [
        .fill(.rect(Rect(x: 0, y: 0, width: 2, height: 2)), .paper),
        .clip(
          Rect(x: 1, y: 1, width: 3, height: 3),
          [.stroke(.polyline([Point(0, 0), Point(1.5, 1)]), Stroke(.ink, dash: [1, 2]))]),
      ])
    #expect(
      canvas.dump == """
        fill paper: M 0,0 L 2,0 L 2,2 L 0,2 Z
        clip 1,1 3×3
          stroke ink 0.75 dash [1.0, 2.0]: M 0,0 L 1.5,1
        """)
  }

  @Test("a recorded figure's texts can be read back in drawing order")
  func texts() {
    var canvas = RecordingCanvas(size: Size(234, 131))
    SampleFigure().draw(on: &canvas)
    #expect(canvas.texts.suffix(3) == ["box-nms-thresh", "mIoU, %", "SAM’s default"])
  }

  @Test(
    "tabulated widths stay within 4 % of Pango's",
    arguments: [
      "masks per image", "mean IoU of the enhanced labels, %", "2007_000032", "aeroplane",
    ])
  func tabulatedWidths(text: String) throws {
    let fonts = try FontBook(FontFiles())
    for style in [TextStyle(size: 9), TextStyle(size: 7, weight: .bold)] {
      let exact = fonts.width(of: text, style: style)
      let approximate = TabulatedTextMeasurer().width(of: text, style: style)
      #expect(abs(approximate - exact) <= 0.04 * exact, "\(approximate) for \(exact)")
    }
  }

  @Test("widths scale with the size: nothing is hinted or rounded to pixels")
  func linearWidths() throws {
    let fonts = try FontBook(FontFiles())
    let small = fonts.width(of: "Handgloves 0.85", style: TextStyle(size: 6))
    let large = fonts.width(of: "Handgloves 0.85", style: TextStyle(size: 60))
    #expect(abs(large - 10 * small) < 0.1, "\(large) for 10 × \(small)")
  }

  @Test("series colours repeat, also for negative numbers")
  func series() {
    let theme = Theme.light
    #expect(theme.color(of: .series(8)) == theme.color(of: .series(0)))
    #expect(theme.color(of: .series(-1)) == theme.color(of: .series(7)))
    #expect(theme.color(of: .series(1, opacity: 0.25)).alpha == 0.25)
  }

  @Test("folders of SEPAL_FONTS are searched before the packages' own")
  func fontFolders() {
    let folders = FontFiles.standardFolders(environment: ["SEPAL_FONTS": "/a:/b"])
    #expect(folders.prefix(2) == ["/a", "/b"] && folders.count > 2)
    #expect(FontFiles.standardFolders(environment: [:]) == Array(folders.dropFirst(2)))
  }

  @Test("times since 1970 become dates, leap days and years before included")
  func dates() {
    #expect(CivilTime(secondsSince1970: 0).timestamp == "1970-01-01T00:00:00Z")
    #expect(CivilTime(secondsSince1970: 1_709_164_800).timestamp == "2024-02-29T00:00:00Z")
    #expect(CivilTime(secondsSince1970: -1).timestamp == "1969-12-31T23:59:59Z")
    #expect(CivilTime(secondsSince1970: 4_102_444_799).dateText == "2099-12-31")
  }

  @Test("SVG numbers are short, rounded and never a negative zero")
  func numbers() {
    let numbers = [0, -0.001, 1.5, -2.25, 0.05, 12.345678, 100, 1e20]
    #expect(
      numbers.map(SVGText.number) == [
        "0", "0", "1.5", "-2.25", "0.05", "12.35", "100", "1e+20",
      ])
  }

  @Test("a missing font names its Debian package and where it was looked for")
  func missingFont() {
    #expect(
      throws: FontError.missing(
        file: "Inter-Regular.otf", package: "fonts-inter", searched: ["/nowhere"])
    ) { try FontFiles(folders: ["/nowhere"]) }
    let message = FontError.missing(file: "F", package: "p", searched: ["/a", "/b"]).description
    #expect(message.contains("/a, /b") && message.contains("SEPAL_FONTS"))
  }
}
