import Foundation
import Testing
import Vision

@Suite("Permutohedral lattice")
struct PermutohedralLatticeTests {
  /// The same sums over all pairs of pixels, with a Gaussian of their features' distance.
  private func plain(
    _ numbers: [Float], image: RGBImage, sxy: Double, srgb: Double?, weight: Double
  ) -> [Double] {
    let pixels = image.width * image.height
    func kernel(_ i: Int, _ j: Int) -> Double {
      let (y, x) = i.quotientAndRemainder(dividingBy: image.width)
      let (v, u) = j.quotientAndRemainder(dividingBy: image.width)
      var squared = Double((x - u) * (x - u) + (y - v) * (y - v)) / (sxy * sxy)
      for c in 0..<3 {
        guard let srgb else { break }
        let step = Double(image.pixels[3 * i + c]) - Double(image.pixels[3 * j + c])
        squared += step * step / (srgb * srgb)
      }
      return exp(-squared / 2)
    }
    let norms = (0..<pixels).map { i in
      1 / (0..<pixels).reduce(0) { $0 + kernel(i, $1) }.squareRoot()
    }
    return (0..<pixels).map { i in
      weight * norms[i]
        * (0..<pixels).reduce(0) { $0 + kernel(i, $1) * norms[$1] * Double(numbers[$1]) }
    }
  }

  /// The lattice's kernel is a Gaussian only roughly: a blur has three taps, and vertices that no
  /// pixel touches are missing. The sums here lie between 0 and 2.
  @Test(
    "sums over pixels are those over all pairs, as far as the lattice goes",
    arguments: [(3, nil), (1, nil), (8, 20), (50, 40)] as [(sxy: Float, srgb: Float?)])
  func approximatesTheGaussian(sxy: Float, srgb: Float?) throws {
    let image = CRFFixtures.picture(width: 23, height: 17)
    let numbers = (0..<23 * 17).map { image.pixels[3 * $0] > 90 ? Float(1) : 0 }
    var lattice = try PermutohedralLattice(PixelFeatures(image: image, sxy: sxy, srgb: srgb))
    lattice.normalise(weight: 2)
    let found = lattice.filtered(numbers)
    let wanted = plain(
      numbers, image: image, sxy: Double(sxy), srgb: srgb.map { Double($0) }, weight: 2)
    let differences = zip(found, wanted).map { abs(Double($0) - $1) }
    #expect(differences.max() ?? .infinity < (srgb == nil ? 0.15 : 0.25))
    #expect(differences.reduce(0, +) / Double(found.count) < 0.035)
    #expect((wanted.max() ?? 0) - (wanted.min() ?? 0) > 1.5)
  }

  @Test("a pixel is shared out among its vertices whole")
  func sharesWhole() throws {
    for srgb in [nil, 7] as [Float?] {
      let image = CRFFixtures.picture(width: 37, height: 11)
      let lattice = try PermutohedralLattice(PixelFeatures(image: image, sxy: 5, srgb: srgb))
      let corners = lattice.weights.count / (37 * 11)
      for pixel in 0..<37 * 11 {
        let shares = lattice.weights[pixel * corners..<(pixel + 1) * corners]
        #expect(shares.allSatisfy { $0 > -1e-5 && $0 < 1 + 1e-5 })
        #expect(abs(shares.reduce(0, +) - 1) < 1e-5)
      }
    }
  }

  @Test("a pixel has its simplex' vertices, and pixels alike in the kernel's eyes share them")
  func sharesVertices() throws {
    for side in [1, 8] {
      let image = CRFFixtures.image(width: side, height: side, grey: 128)
      let lattice = try PermutohedralLattice(PixelFeatures(image: image, sxy: 1e4, srgb: 10))
      // At the image's corner coordinates are equal, and the simplex is a neighbour of the others'.
      #expect(lattice.vertices == (side == 1 ? 6 : 7))
    }
  }

  @Test("far pixels of one colour do not reach each other, near ones do")
  func reaches() throws {
    let image = CRFFixtures.image(width: 200, height: 1, grey: 128)
    let lattice = try PermutohedralLattice(PixelFeatures(image: image, sxy: 4, srgb: 10))
    var numbers = [Float](repeating: 0, count: 200)
    numbers[10] = 1
    let found = lattice.filtered(numbers)
    #expect(found[12] > 0.1 && found[190] == 0)
  }

  @Test("a kernel without colours does not see them")
  func ignoresColours() throws {
    let numbers = CRFFixtures.unary(width: 9, height: 9, labels: 1).values
    let pictures = [
      CRFFixtures.picture(width: 9, height: 9), CRFFixtures.image(width: 9, height: 9, grey: 0),
    ]
    let results = try pictures.map {
      try PermutohedralLattice(PixelFeatures(image: $0, sxy: 3)).filtered(numbers)
    }
    #expect(results[0] == results[1])
  }
}
