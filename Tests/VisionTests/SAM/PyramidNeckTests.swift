import Foundation
import TestSupport
import Testing
import Vision

/// sam-nano's neck with seeded weights against a plain model in f64.
@Suite struct PyramidNeckTests {
  private static let channels = 16
  private static let widths = (eighth: 6, sixteenth: 10, thirtySecond: 8)
  private let folder: TemporaryFolder
  private let tensors: SeededTensors

  init() throws {
    folder = try TemporaryFolder()
    var tensors = SeededTensors(seed: 5)
    let layers = [
      ("lateral8", Self.widths.eighth, 3), ("lateral16", Self.widths.sixteenth, 1),
      ("lateral32", Self.widths.thirtySecond, 1), ("conv1", Self.channels, 3),
      ("conv2", Self.channels, 3),
    ]
    for (name, inputs, kernel) in layers {
      tensors.make("\(name).weight", -0.5...0.5, [Self.channels, inputs, kernel, kernel])
      tensors.make("\(name).bias", -1...1, [Self.channels])
    }
    for name in ["norm1", "norm2", "norm3"] {
      tensors.make("\(name).weight", 0.5...2, [Self.channels])
      tensors.make("\(name).bias", -1...1, [Self.channels])
    }
    tensors.make("eighth", -2...2, [Self.widths.eighth, 12, 12])
    tensors.make("sixteenth", -2...2, [Self.widths.sixteenth, 6, 6])
    tensors.make("thirtySecond", -2...2, [Self.widths.thirtySecond, 3, 3])
    self.tensors = tensors
  }

  private func convolved(_ map: PlainMap, _ name: String, stride: Int = 1) -> PlainMap {
    let weight = tensors["\(name).weight"]
    return map.convolved(weight, stride: stride, before: (weight.shape[2] / 2, weight.shape[2] / 2))
      .adding(tensors["\(name).bias"])
  }

  /// Over the channels of each entry.
  private func normed(_ map: PlainMap, _ name: String) -> PlainMap {
    let (weight, bias) = (tensors["\(name).weight"].values, tensors["\(name).bias"].values)
    var result = map
    let count = Double(map.planes.count)
    for entry in 0..<map.rows * map.columns {
      let mean = map.planes.reduce(0) { $0 + $1[entry] } / count
      let variance =
        map.planes.reduce(0) { $0 + ($1[entry] - mean) * ($1[entry] - mean) } / count
      for channel in map.planes.indices {
        result.planes[channel][entry] =
          (map.planes[channel][entry] - mean) / (variance + 1e-6).squareRoot()
          * Double(weight[channel]) + Double(bias[channel])
      }
    }
    return result
  }

  /// At twice the side: the value at the centre of each new entry, between the four old centres
  /// around it; beyond the outermost centres it stays as it is there.
  private func doubled(_ map: PlainMap) -> PlainMap {
    let length = map.rows
    func centres(_ index: Int) -> (Int, Int, Double) {
      let position = min(max((Double(index) + 0.5) / 2 - 0.5, 0), Double(length - 1))
      let first = min(Int(position), length - 2)
      return (first, first + 1, position - Double(first))
    }
    let side = 2 * length
    let planes = map.planes.map { plane in
      (0..<side * side).map { entry in
        let (top, bottom, down) = centres(entry / side)
        let (left, right, across) = centres(entry % side)
        let upper =
          plane[top * length + left] * (1 - across) + plane[top * length + right] * across
        let lower =
          plane[bottom * length + left] * (1 - across) + plane[bottom * length + right] * across
        return upper * (1 - down) + lower * down
      }
    }
    return PlainMap(rows: side, columns: side, planes: planes)
  }

  @Test(
    "the neck joins three maps as a plain model does, in bf16 nearly", arguments: Precision.allCases
  )
  func embedding(precision: Precision) throws {
    let maps = ["eighth", "sixteenth", "thirtySecond"].map { PlainMap(tensors[$0]) }
    let sum = normed(
      convolved(maps[0], "lateral8", stride: 2) + convolved(maps[1], "lateral16")
        + doubled(convolved(maps[2], "lateral32")), "norm1")
    func gelu(_ map: PlainMap) -> PlainMap {
      map.map { $0 * 0.5 * (1 + erf($0 / 2.0.squareRoot())) }
    }
    let hidden = gelu(normed(convolved(gelu(sum), "conv1"), "norm2"))
    let expected = normed(sum + convolved(hidden, "conv2"), "norm3")

    let neck = try PyramidNeck(
      widths: Self.widths, channels: Self.channels, weights: tensors.weights(in: folder).scope(),
      precision: precision)
    let features = EfficientNetLite0.Features(
      eighth: maps[0].map, sixteenth: maps[1].map, last: maps[2].map)
    let found = neck.embedding(of: features, workers: Workers(2))
    #expect(found.grid == 6 && found.channels == Self.channels)
    expectClose(
      found.values, expected.channelsLast, within: precision == .f32 ? 1e-5 : 0.05, "embedding")
  }
}
