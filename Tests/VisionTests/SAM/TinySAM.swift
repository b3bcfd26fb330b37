import Foundation
import Testing
import Vision

/// A tiny SAM and what segment-anything computes with it: Tests/Fixtures/sam_tiny.py.
struct TinySAM {
  static let configuration: SAMConfiguration = {
    var vit = ViTConfiguration(depth: 4, width: 16, heads: 2, globalBlocks: [1, 3])
    vit.window = 4
    var configuration = SAMConfiguration(name: "tiny", encoder: .vit(vit))
    configuration.frameSide = 160
    configuration.decoder.channels = 32
    configuration.decoder.mlpWidth = 64
    configuration.decoder.iouHeadWidth = 32
    return configuration
  }()

  let reader: WeightReader
  let golden: CheckpointFile

  init() throws {
    reader = WeightReader(try CheckpointFile(path: Self.path("sam-tiny.pth")))
    golden = try CheckpointFile(path: Self.path("golden.safetensors"))
  }

  private static func path(_ name: String) throws -> String {
    try #require(Bundle.module.resourceURL).appending(path: "Golden/sam-tiny/\(name)").path
  }

  /// The golden tensor `name`.
  func tensor(_ name: String) throws -> Tensor {
    try #require(golden[name], "no golden \(name)").tensor()
  }

  /// `[entries, channels]` of a golden map `[channels, rows, columns]`.
  func entries(_ name: String) throws -> [Float] {
    let map = try tensor(name)
    let shape = map.shape.suffix(3)
    return transposed(
      map.values, rows: shape[shape.startIndex], columns: map.count / shape[shape.startIndex])
  }

  /// The golden prompt `name` as it was asked, for each of its rows.
  func prompts(_ name: String) throws -> [Prompt] {
    let coordinates = try golden["\(name).coords"].map { try $0.tensor() }
    let labels = try golden["\(name).labels"].map { try $0.tensor() }
    let boxes = try golden["\(name).box"].map { try $0.tensor() }
    let masks = try golden["\(name).mask"].map { try $0.tensor() }
    let count = try #require(coordinates?.shape[0] ?? boxes?.shape[0])
    return (0..<count).map { index in
      var prompt = Prompt()
      if let coordinates, let labels {
        let points = labels.shape[1]
        prompt.points = (0..<points).map { point in
          let at = (index * points + point) * 2
          return Prompt.Point(
            [Double(coordinates.values[at]), Double(coordinates.values[at + 1])],
            isForeground: labels.values[index * points + point] == 1)
        }
      }
      if let box = boxes?.values[(4 * index)...].prefix(4).map({ Double($0) }) {
        prompt.box = [box[0], box[1], box[2], box[3]]
      }
      if let masks {
        let side = masks.shape[1]
        prompt.mask = Tensor(
          Array(masks.values[(index * side * side)...].prefix(side * side)), shape: [side, side])
      }
      return prompt
    }
  }
}
