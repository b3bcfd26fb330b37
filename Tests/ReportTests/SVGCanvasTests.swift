import Report
import Testing

@Suite("SVG")
struct SVGCanvasTests {
  private func canvas(_ theme: SVGTheme) -> SVGCanvas {
    SVGCanvas(size: Size(100, 50.5), theme: theme, measurer: TabulatedTextMeasurer())
  }

  @Test("a drawing is one image with a title, its size short and locale-free")
  func frame() {
    let svg = canvas(.themed).document(title: "a < b & \"c\"")
    #expect(
      svg == """
        <svg xmlns="http://www.w3.org/2000/svg" width="100" height="50.5" \
        viewBox="0 0 100 50.5" role="img" font-family="Inter, 'Helvetica Neue', Arial, sans-serif">\
        <title>a &lt; b &amp; &quot;c&quot;</title>
        </svg>

        """)
  }

  @Test("themed inks are custom properties with a fallback, fixed ones plain colours")
  func inks() {
    var themed = canvas(.themed)
    themed.fill(.polygon([Point(0, 0), Point(1, 0), Point(0, 1)]), .series(9, opacity: 0.2))
    themed.fill(.polygon([Point(0, 0), Point(1, 0), Point(0, 1)]), .color(RGBA(hex: 0x123456)))
    let text = themed.document(title: "")
    #expect(
      text.contains(#"<path d="M0 0L1 0L0 1Z" fill="var(--s1,#E69F00)" fill-opacity="0.2"/>"#))
    #expect(text.contains(##"fill="#123456"/>"##))

    var fixed = canvas(.fixed(.dark))
    fixed.stroke(.polyline([Point(0, 0), Point(1.005, -0.001)]), Stroke(.ink, dash: [2, 1.5]))
    let dark = fixed.document(title: "")
    #expect(
      dark.contains(
        ##"<path d="M0 0L1 0" fill="none" stroke="#E8EAED" stroke-width="0.75""##)
        || dark.contains(
          ##"<path d="M0 0L1.01 0" fill="none" stroke="#E8EAED" stroke-width="0.75""##)
    )
    #expect(dark.contains(#"stroke-dasharray="2 1.5""#))
    #expect(!dark.contains("var("))
  }

  @Test("text stays text: anchored, turned, weighted and escaped")
  func text() {
    var canvas = canvas(.themed)
    canvas.text(
      "R&D <1 %\u{1}", at: Point(10, 20),
      style: TextStyle(size: 8, weight: .semibold, italic: true),
      ink: .soft, alignment: .center, rotation: -90)
    #expect(
      canvas.document(title: "").contains(
        """
        <text x="10" y="20" font-size="8" font-weight="600" font-style="italic" \
        text-anchor="middle" fill="var(--soft,#5B6169)" transform="rotate(-90 10 20)">\
        R&amp;D &lt;1 %\u{FFFD}</text>
        """))
  }

  @Test("images are embedded whole and unsmoothed where asked")
  func image() {
    var canvas = canvas(.themed)
    let bytes: [UInt8] = [0, 1, 2, 3]
    canvas.image(
      EncodedImage(format: .png, width: 1, height: 1, bytes: bytes),
      in: Rect(x: 1, y: 2, width: 3, height: 4), smooth: false)
    #expect(
      canvas.document(title: "").contains(
        """
        <image x="1" y="2" width="3" height="4" preserveAspectRatio="none" \
        image-rendering="pixelated" href="data:image/png;base64,AAECAw=="/>
        """))
  }

  @Test("a clip is a nested drawing and no drawing has an id to clash with another's")
  func clip() {
    var canvas = canvas(.themed)
    canvas.clip(to: Rect(x: 1, y: 2, width: 3, height: 4)) { $0.fill(Path(), .ink) }
    let svg = canvas.document(title: "")
    #expect(
      svg.contains(
        """
        <svg x="1" y="2" width="3" height="4" viewBox="1 2 3 4">
        <path d="" fill="var(--ink,#1C1E21)"/>
        </svg>
        """))
    #expect(!svg.contains("id=\""))
  }
}
