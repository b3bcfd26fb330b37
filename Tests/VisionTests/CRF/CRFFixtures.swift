import Foundation
import Vision

/// Pictures and unaries by the formulas of `Tests/Fixtures/crf/dense_crf.py`, and its answers.
enum CRFFixtures {
  static let folder = DatasetFixtures.packageRoot + "Tests/Fixtures/crf"

  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
  }

  static func picture(width: Int, height: Int) -> RGBImage {
    var pixels: [UInt8] = []
    for (y, x) in (0..<width * height).map({ $0.quotientAndRemainder(dividingBy: width) }) {
      let tiles = 60 * ((x / 7 + y / 5) % 3)
      for c in 0..<3 {
        let value = x * 2 + y * 3 * c + tiles + (x * x * 7 + y * 13 + x * y * c) % 9
        pixels.append(UInt8(value % 256))
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  static func unary(width: Int, height: Int, labels: Int) -> Tensor {
    var values: [Float] = []
    for n in 0..<labels {
      for (y, x) in (0..<width * height).map({ $0.quotientAndRemainder(dividingBy: width) }) {
        let step = (x * (n + 2) + y * (2 * n + 1) + n * n + x * y / 3) % 7
        values.append(Float(1 + step) / 8)
      }
    }
    return Tensor(values, shape: [labels, height, width])
  }

  static func image(width: Int, height: Int, grey: UInt8) -> RGBImage {
    RGBImage(
      width: width, height: height, pixels: [UInt8](repeating: grey, count: width * height * 3))
  }
}
