import Report
import Testing
import Vision

@Suite("Images in figures")
struct FigureImageTests {
  /// 4 × 3: class 15 in a 2 × 2 block, void beside it.
  static let labels = LabelMap(
    width: 4, height: 3, labels: [0, 0, 0, 0, 0, 15, 15, 255, 0, 15, 15, 255])

  /// The VOC development kit's table (PIL palette of any SegmentationClass file).
  @Test("classes have the VOC colours, void its grey")
  func vocColors() {
    let expected: [UInt8: (Double, Double, Double)] = [
      0: (0, 0, 0), 1: (128, 0, 0), 7: (128, 128, 128), 8: (64, 0, 0), 15: (192, 128, 128),
      20: (0, 64, 128), 255: (224, 224, 192),
    ]
    for (label, color) in expected {
      let found = Raster.vocColor(label)
      let bytes = (found.red * 255, found.green * 255, found.blue * 255)
      #expect(bytes == color, "\(label)")
    }
  }

  @Test("an overlay decodes to its classes' colours over a transparent background")
  func overlay() throws {
    let image = Raster.overlay(Self.labels, hasBorders: false)
    #expect((image.width, image.height) == (4, 3))
    let decoded = try PNGCodec.decode(image.bytes, path: "overlay.png").rgb
    #expect(Array(decoded.pixels[15..<18]) == [192, 128, 128])
    #expect(Array(decoded.pixels[21..<24]) == [224, 224, 192])
  }

  @Test("errors tell claimed, missed, right and void apart")
  func errors() throws {
    let truth = LabelMap(width: 5, height: 1, labels: [0, 1, 1, 0, 255])
    let prediction = LabelMap(width: 5, height: 1, labels: [1, 0, 1, 0, 1])
    let image = Raster.errors(prediction: prediction, truth: truth)
    let indices = try PNGCodec.decode(image.bytes, path: "errors.png").labels(path: "errors.png")
    #expect(indices.labels == [1, 2, 0, 0, 3])
  }

  @Test("smaller masks lie above larger ones")
  func masks() throws {
    let large = BinaryMask(width: 5, height: 5, values: [UInt8](repeating: 1, count: 25))
    var small = BinaryMask(width: 5, height: 5)
    small[2, 2] = true
    let image = Raster.overlay([small, large], width: 5, height: 5)
    let pixels = try PNGCodec.decode(image.bytes, path: "masks.png").rgb.pixels
    #expect(Array(pixels[36..<39]) != Array(pixels[33..<36]))
    #expect(Raster.overlay([], width: 2, height: 2).width == 2)
  }

  @Test("a heat overlay leaves NaN transparent and holds the rest to its bounds")
  func heat() throws {
    let image = Raster.heat([.nan, -3, 0.5, 7], width: 2, height: 2)
    let indices = try PNGCodec.decode(image.bytes, path: "heat.png").labels(path: "heat.png")
    #expect(indices.labels == [0, 1, 128, 255])
  }

  @Test("an outline goes round its region once, a hole has its own ring, corners do not join")
  func outlines() {
    let ring = "#####" + "#...#" + "#.#.#" + "#...#" + "#####"
    let inside = ring.map { $0 == "#" }
    let outline = Outline(width: 5, height: 5, color: RGBA(0, 0, 0)) { inside[$1 * 5 + $0] }
    #expect(outline.rings.count == 3)
    let corner = Outline(width: 2, height: 2, color: RGBA(0, 0, 0)) { $0 == $1 }
    #expect(corner.rings.count == 2)
    #expect(corner.rings[0].count == 4)
    #expect(Outline(width: 2, height: 2, color: RGBA(0, 0, 0)) { _, _ in false }.rings.isEmpty)
  }

  @Test("a square's outline keeps its area up to its cut corners")
  func outlineArea() throws {
    let outline = Outline(width: 10, height: 10, color: RGBA(0, 0, 0)) { x, y in
      (2..<8).contains(x) && (2..<8).contains(y)
    }
    let ring = try #require(outline.rings.first)
    var area = 0.0
    for (a, b) in zip(ring, ring.dropFirst() + ring.prefix(1)) { area += a.x * b.y - b.x * a.y }
    let expected = (36 - 4 * 0.125) / 100
    #expect(abs(abs(area) / 2 - expected) < 1e-9)
  }

  @Test("the legend names what is present, void last")
  func legend() {
    let names = FigureSample.classes
    #expect(Raster.legend(for: [Self.labels], names: names).map(\.name) == ["person", "void"])
    #expect(Raster.outlines(Self.labels).count == 1)
  }

  @Test("a label stands inside its class' thickest part")
  func labelPosition() throws {
    let label = try #require(Raster.labels(Self.labels, names: FigureSample.classes).first)
    #expect(label.text == "person")
    let (x, y) = (Int(label.position.x * 4), Int(label.position.y * 3))
    #expect(Self.labels[x, y] == 15)
  }

  @Test("images of a row have one height and keep their aspect", arguments: [234.0, 495])
  func grid(_ width: Double) {
    let canvas = FigureSample(name: "", figure: FigureSample.grid, width: width).drawn()
    let images = canvas.flattened.compactMap { command -> (EncodedImage, Rect)? in
      if case .image(let image, let rect, _) = command { (image, rect) } else { nil }
    }
    #expect(images.count == 11)
    for (image, rect) in images {
      let aspect = Double(image.width) / Double(image.height)
      #expect(abs(rect.width / rect.height - aspect) < 1e-6)
    }
    let heights = images.prefix(10).map { ($0.1.height * 1000).rounded() }
    #expect(Set(heights).count == 1)
  }
}
