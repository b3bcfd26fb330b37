import Testing
import Vision

@Suite("Reducing images")
struct ReducingTests {
  @Test("a pixel of a reduced photograph is the mean of the area that it covers")
  func means() {
    // Three pixels over two: the middle one is shared in halves.
    let image = RGBImage(width: 3, height: 1, pixels: [0, 30, 90, 60, 60, 60, 240, 0, 0])
    let reduced = image.reduced(toFit: 2)
    #expect((reduced.width, reduced.height) == (2, 1))
    #expect(reduced.pixels == [20, 40, 80, 180, 20, 20])
  }

  @Test("an even grey stays itself at every size", arguments: [1, 2, 7, 31, 50, 64])
  func even(side: Int) {
    let image = RGBImage(width: 64, height: 37, pixels: [UInt8](repeating: 77, count: 64 * 37 * 3))
    let reduced = image.reduced(toFit: side)
    #expect(max(reduced.width, reduced.height) == side)
    #expect(reduced.pixels.allSatisfy { $0 == 77 })
  }

  @Test("an image that fits is left alone, and a sliver keeps a pixel")
  func edges() {
    let image = RGBImage(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6])
    #expect(image.reduced(toFit: 2) == image)
    let sliver = RGBImage(width: 500, height: 1, pixels: [UInt8](repeating: 9, count: 1500))
    #expect(sliver.reduced(toFit: 10).height == 1)
  }

  @Test("labels are taken from the middle and never mixed, at the size that a photograph gets")
  func labels() {
    let labels = LabelMap(width: 9, height: 3, labels: (0..<27).map { UInt8($0 / 9 * 9 + $0 % 9) })
    let reduced = labels.reduced(toFit: 3)
    #expect((reduced.width, reduced.height) == (3, 1))
    #expect(reduced.labels == [10, 13, 16])
    let image = RGBImage(width: 9, height: 3, pixels: [UInt8](repeating: 0, count: 81))
    for side in 1...9 {
      let (a, b) = (labels.reduced(toFit: side), image.reduced(toFit: side))
      #expect((a.width, a.height) == (b.width, b.height))
    }
  }
}
